package io.manyhands.memory;

/// Where the bytes of one item go when they are read out of shared memory. Confined to one thread.
public final class ItemBytes {
    /// Before any item.
    static final long NOWHERE = -1;

    private static final int INITIAL_BYTES = 1 << 10;
    private static final int KEPT_BYTES = 1 << 16;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private long place = NOWHERE;
    private long rank;

    /// None yet.
    public ItemBytes() {}

    /// {@return the array that has the bytes, from its beginning on}
    public byte[] bytes() {
        return bytes;
    }

    /// {@return how many bytes the item has}
    public int length() {
        return length;
    }

    /// {@return which item it is, for those methods of an [ItemStore] that ask for a place}
    public long place() {
        return place;
    }

    /// Empties it. An array that has become large is given up.
    public void reset() {
        length = 0;
        place = NOWHERE;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /// An array for an item of some length, in place of what was here.
    byte[] prepare(int newLength, long newPlace) {
        if (newLength > bytes.length) {
            bytes = new byte[Math.max(newLength, 2 * Math.min(bytes.length, 1 << 29))];
        }
        length = newLength;
        place = newPlace;
        return bytes;
    }

    /// What comes before the place in a store's order.
    long rank() {
        return rank;
    }

    void rank(long newRank) {
        rank = newRank;
    }
}
