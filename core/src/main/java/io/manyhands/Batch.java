package io.manyhands;

import io.manyhands.wire.Chunk;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Items of a map that follow each other, encoded for workers elsewhere: several as a [Chunk] has
/// them, or a long one alone.
/* The feeder adds items; others read those that they know to be fed, whose bytes do not change any
 * more. The arrays are as long as they will be from the beginning, so that there is nothing else to
 * be seen.
 */
final class Batch {
    /// How many items there are at most.
    static final int MOST_ITEMS = 256;

    private static final char[] NO_ENDS = {};

    private final long first;
    private final byte[] bytes;
    // Where each item ends; empty for a long one.
    private final char[] ends;
    // The items themselves, if they are kept.
    private final @Nullable Object @Nullable [] items;
    private final LargeArray[] arrays;
    // The feeder's own.
    private int count;

    private Batch(
            long first,
            byte[] bytes,
            char[] ends,
            @Nullable Object @Nullable [] items,
            LargeArray[] arrays) {
        this.first = first;
        this.bytes = bytes;
        this.ends = ends;
        this.items = items;
        this.arrays = arrays;
    }

    /// A batch that items can be added to.
    ///
    /// @param first the number of the first
    /// @param bytes how many they may take
    /// @param keeps whether the items are kept, too
    static Batch open(long first, int bytes, boolean keeps) {
        return new Batch(
                first,
                new byte[bytes],
                new char[MOST_ITEMS],
                keeps ? new Object[MOST_ITEMS] : null,
                LargeArray.NONE);
    }

    /// A batch of one item.
    ///
    /// @param number which it is
    /// @param kept the item itself if it is to be kept
    /// @param encoded the encoded item
    static Batch lone(long number, @Nullable Object kept, Encoded encoded) {
        @Nullable Object[] items = {kept};
        Batch lone = new Batch(number, encoded.bytes(), NO_ENDS, items, encoded.arrays());
        lone.count = 1;
        return lone;
    }

    /// Adds an item.
    ///
    /// @param encoded begins with the encoded item, at most [Chunk#MAX_ITEM_BYTES] long
    /// @return false if there is no room for it
    boolean add(@Nullable Object item, byte[] encoded, int length) {
        int start = lengthBytes();
        if (count == ends.length || bytes.length - start < Chunk.LENGTH_BYTES + length) {
            return false;
        }
        ends[count] = (char) Chunk.put(bytes, start, encoded, length);
        if (items != null) {
            items[count] = item;
        }
        count++;
        return true;
    }

    /// The number of the item that would be added next.
    long next() {
        return first + count;
    }

    /// How many bytes the items take. For the feeder.
    int lengthBytes() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /// The number of the first item.
    long first() {
        return first;
    }

    /// Whether it goes alone.
    private boolean isLone() {
        return ends.length == 0;
    }

    /// Some of the items as they travel.
    ///
    /// @param from the first one's place, from 0
    /// @param to the place behind the last one
    Encoded encoded(int from, int to) {
        if (isLone()) {
            return new Encoded(bytes, arrays);
        }
        int start = from == 0 ? 0 : ends[from - 1];
        // One alone needs no length.
        int offset = to - from == 1 ? start + Chunk.LENGTH_BYTES : start;
        return new Encoded(Arrays.copyOfRange(bytes, offset, ends[to - 1]), arrays);
    }

    /// An item that was kept.
    @Nullable Object item(int place) {
        return Objects.requireNonNull(items)[place];
    }
}
