package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import org.jspecify.annotations.Nullable;

/// An item of a map on its way to a worker elsewhere.
final class ItemParcel extends Parcel {
    private final long number;
    private final boolean filters;
    private final @Nullable Object item;

    ItemParcel(
            RemoteFunction function,
            byte[] bytes,
            long number,
            boolean filters,
            @Nullable Object item) {
        super(function.loader(), function, bytes);
        this.number = number;
        this.filters = filters;
        this.item = item;
    }

    /// Its number in the window.
    long number() {
        return number;
    }

    /// Whether the answer says if the item is kept.
    boolean isFiltered() {
        return filters;
    }

    /// The item itself, for a filter to keep.
    @Nullable Object item() {
        return item;
    }
}
