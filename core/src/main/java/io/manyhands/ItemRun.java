package io.manyhands;

import org.jspecify.annotations.Nullable;

/// An item of a map that is a task of its own, because it has a timeout, a deadline, retries, or a
/// listener to be told of.
final class ItemRun extends TaskRun<Object> {
    private final Window window;

    ItemRun(Pool pool, Settings settings, Window window, long number, @Nullable Object packed) {
        super(pool, settings, new Packed(window, packed));
        this.window = window;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        Object end = completion.outcome();
                        if (end != null) {
                            window.publish(number, end);
                        }
                        window.forget(ItemRun.this);
                        window.leave();
                    }
                });
    }

    /// The item on its way.
    private record Packed(Window window, @Nullable Object item) {}

    @Override
    boolean isCounted() {
        return true;
    }

    @Override
    @Nullable Object call(Object work) throws Exception {
        return window.apply(((Packed) work).item);
    }
}
