package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.Codec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Items of a map on their way to a worker elsewhere: one, or several that follow each other.
/* The ends of its items are collected here as the answers come, and passed on together. That is done
 * by one thread at a time: whoever takes the worker's answers, and who finds it dead after that.
 */
final class ItemsParcel extends Parcel {
    private final Item item;
    private final Batch batch;
    private final int from;
    private final Object[] ends;
    private int arrived;
    private int settled;
    private @Nullable Codec codec;

    private ItemsParcel(Item item, RemoteFunction function, Batch batch, int from, int to) {
        super(function.loader(), function, batch.encoded(from, to));
        this.item = item;
        this.batch = batch;
        this.from = from;
        this.ends = new Object[to - from];
    }

    /// A parcel of some items of a batch.
    ///
    /// @param from the first one's place in it
    /// @param to the place behind the last one
    static ItemsParcel of(Item item, Batch batch, int from, int to) {
        return new ItemsParcel(item, Objects.requireNonNull(item.remote()), batch, from, to);
    }

    @Override
    public int calls() {
        return ends.length;
    }

    /// The first item's number in the window.
    long first() {
        return batch.first() + from;
    }

    /// Some of the items, as a parcel of their own.
    ItemsParcel slice(int first, int end) {
        return of(item, batch, from + first, from + end);
    }

    /// Keeps the end of the next item until it is settled.
    ///
    /// @param call which item
    /// @param end what the worker has made of it
    void keep(int call, Object end) {
        ends[arrived++] = item.end(batch, from + call, end);
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
