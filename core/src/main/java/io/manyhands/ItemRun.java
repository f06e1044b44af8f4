package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import org.jspecify.annotations.Nullable;

/// An item of a map that is a task of its own, because it has a timeout, a deadline, retries, or a
/// listener to be told of.
final class ItemRun extends TaskRun<Object> {
    private final Crew crew;

    ItemRun(Pool pool, Settings settings, Crew crew, long number, @Nullable Object packed) {
        super(pool, settings, new Packed(crew.window, number, packed));
        this.crew = crew;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        Object end = completion.outcome();
                        if (end != null) {
                            crew.window.results().publish(number, end);
                        }
                        crew.forget(ItemRun.this);
                        crew.leave(ItemRun.this);
                    }
                });
    }

    /// The item on its way.
    private record Packed(Window window, long number, @Nullable Object item) {}

    @Override
    @Nullable Object call(Object work) throws Exception {
        return crew.window.item().apply(((Packed) work).item);
    }

    @Override
    String origin(Object work) {
        return ", item=" + ((Packed) work).number + ", code=" + crew.window.item().code();
    }

    @Override
    Parcel parcel(Object work) {
        Packed packed = (Packed) work;
        Batch alone = Item.alone(packed.number, packed.item);
        return ItemsParcel.of(crew.window.item(), alone, 0, 1);
    }

    @Override
    Object arrived(RemoteWorker own, Parcel parcel, Answer answer) {
        ItemsParcel items = (ItemsParcel) parcel;
        long number = items.first();
        items.keep(0, Arrived.of(own, parcel, answer, () -> crew.window.details(number)));
        return items.unsettled().ends()[0];
    }
}
