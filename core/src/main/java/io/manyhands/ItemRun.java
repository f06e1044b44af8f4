package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import org.jspecify.annotations.Nullable;

/// An item of a map that is a task of its own, because it has a timeout, a deadline, retries, or a
/// listener to be told of.
final class ItemRun extends TaskRun<Object> {
    private final Crew crew;

    ItemRun(Pool pool, Settings settings, Crew crew, long number, @Nullable Object packed) {
        super(pool, settings, new Packed(crew.window, packed));
        this.crew = crew;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        Object end = completion.outcome();
                        if (end != null) {
                            crew.window.publish(number, end);
                        }
                        crew.forget(ItemRun.this);
                        crew.leave(ItemRun.this);
                    }
                });
    }

    /// The item on its way.
    private record Packed(Window window, @Nullable Object item) {}

    @Override
    @Nullable Object call(Object work) throws Exception {
        return crew.window.item().apply(((Packed) work).item);
    }

    @Override
    Parcel parcel(Object work) {
        if (((Packed) work).item instanceof Parcel parcel) {
            return parcel;
        }
        throw new AssertionError("What goes elsewhere is a parcel");
    }

    @Override
    Object arrived(RemoteWorker own, Parcel parcel, byte kind, byte[] bytes) {
        ItemParcel item = (ItemParcel) parcel;
        return Item.arrived(own, item, kind, bytes, () -> crew.window.details(item.number()));
    }
}
