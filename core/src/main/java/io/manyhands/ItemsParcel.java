package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.Chunk;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Items of a map on their way to a worker elsewhere: one, or several that follow each other.
/* The ends of its items are collected here as the answers come, and passed on together. That is done
 * by one thread at a time: whoever takes the worker's answers, and who finds it dead after that.
 */
final class ItemsParcel extends Parcel {
    private final Item item;
    private final long first;
    private final @Nullable Object[] packed;
    private final Object[] ends;
    private int arrived;
    private int settled;
    private @Nullable Codec codec;

    private ItemsParcel(Item item, RemoteFunction function, long first, @Nullable Object[] packed) {
        super(function.loader(), function, joined(packed));
        this.item = item;
        this.first = first;
        this.packed = packed;
        this.ends = new Object[packed.length];
    }

    /// A parcel of items, each as [Item#pack] gave it.
    ///
    /// @param first the number of the first
    static ItemsParcel of(Item item, long first, @Nullable Object... packed) {
        return new ItemsParcel(item, Objects.requireNonNull(item.remote()), first, packed);
    }

    private static Encoded joined(@Nullable Object[] packed) {
        if (packed.length == 1) {
            return new Encoded(Item.bytesOf(packed[0]), Item.arraysOf(packed[0]));
        }
        int length = 0;
        for (Object each : packed) {
            length += Chunk.LENGTH_BYTES + Item.bytesOf(each).length;
        }
        byte[] joined = new byte[length];
        int offset = 0;
        for (Object each : packed) {
            offset = Chunk.put(joined, offset, Item.bytesOf(each));
        }
        return new Encoded(joined, LargeArray.NONE);
    }

    @Override
    public int calls() {
        return ends.length;
    }

    /// The first item's number in the window.
    long first() {
        return first;
    }

    /// Some of the items, as a parcel of their own.
    ItemsParcel slice(int from, int to) {
        return of(item, first + from, Arrays.copyOfRange(packed, from, to));
    }

    /// Keeps the end of the next item until it is settled.
    ///
    /// @param call which item
    /// @param end what the worker has made of it
    void keep(int call, Object end) {
        ends[arrived++] = item.kept(packed[call], end);
    }

    /// What reads the answers of the worker that has the items.
    Codec codec(RemoteWorker own) {
        Codec known = codec;
        if (known == null) {
            known = own.codec(loader());
            codec = known;
        }
        return known;
    }

    /// The ends that were kept and not settled.
    Settled unsettled() {
        return new Settled(ends, settled, arrived);
    }

    /// Those ends were passed on.
    void settled(Settled passedOn) {
        settled = passedOn.to;
    }

    /// Ends of items to be passed on: `ends[from]` to `ends[to - 1]`.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Settled(Object[] ends, int from, int to) {}
}
