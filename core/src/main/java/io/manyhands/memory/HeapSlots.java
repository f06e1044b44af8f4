package io.manyhands.memory;

/// How a heap of items lies in memory: a slot for each item, and blocks with its bytes.
///
/// ```
///     0  number of slots, number of blocks                        never written again
///    64  sleepers: for items, for room, for rest
///   256  closed, heaped, leased, puts, done, first free block, free blocks
///   320  the guard
///   896  ORDER: the numbers of all slots: those in the heap, those on lease, those that are free
///        SLOTS: priority, sequence, first block and length, state
///        BLOCKS: next block, 56 bytes
/// ```
/* Whoever changes it is inside the guard, which undoes what was not committed. Only what is free is
 * written past the guard: nobody reads it, and it stays free if the change is undone.
 */
final class HeapSlots {
    static final long ITEMS_AT = 64;
    static final long ROOM_AT = 128;
    static final long REST_AT = 192;
    static final long CLOSED_AT = 256;
    static final long HEAPED_AT = 264;
    static final long LEASED_AT = 272;
    static final long PUTS_AT = 280;
    static final long DONE_AT = 288;
    static final long FREE_BLOCK_AT = 296;
    static final long FREE_BLOCKS_AT = 304;
    static final long GUARD_AT = 320;

    /// A slot's state: its item is to be taken. That of one on lease is the member's id.
    static final long FULL = 0;

    /// A slot's state: it has no item.
    static final long FREE = -1;

    private static final long SLOTS_AT = 0;
    private static final long BLOCKS_AT = 8;
    private static final long ORDER_AT = 896;
    private static final int SLOT_BYTES = 32;
    private static final int PRIORITY = 0;
    private static final int SEQUENCE = 8;
    private static final int CONTENT = 16;
    private static final int STATE = 24;
    private static final int BLOCK_BYTES = 64;
    private static final int PAYLOAD_BYTES = BLOCK_BYTES - Long.BYTES;

    private final Words words;
    private final Guard guard;
    private final long at;
    private final boolean isLifo;
    private final long slots;
    private final long blocks;

    /// @param isLifo which of two items with the same priority is taken first: the one that was put
    ///   last, or the other
    HeapSlots(Words words, long at, Members members, boolean isLifo) {
        this.words = words;
        this.at = at;
        this.isLifo = isLifo;
        slots = words.loadLong(at + SLOTS_AT);
        blocks = words.loadLong(at + BLOCKS_AT);
        guard = new Guard(words, at + GUARD_AT, members);
    }

    static long sizeBytes(long capacity, long bytes) {
        return ORDER_AT
                + slots(capacity, bytes) * (Long.BYTES + SLOT_BYTES)
                + BLOCK_BYTES * blocks(bytes);
    }

    static void lay(Words words, long at, long capacity, long bytes) {
        long slots = slots(capacity, bytes);
        long blocks = blocks(bytes);
        words.storeLong(at + SLOTS_AT, slots);
        words.storeLong(at + BLOCKS_AT, blocks);
        words.storeLong(at + FREE_BLOCKS_AT, blocks);
        long slotsAt = at + ORDER_AT + slots * Long.BYTES;
        for (long i = 0; i < slots; i++) {
            words.storeLong(at + ORDER_AT + i * Long.BYTES, i);
            words.storeLong(slotsAt + i * SLOT_BYTES + STATE, FREE);
        }
        long blocksAt = slotsAt + slots * SLOT_BYTES;
        for (long i = 0; i < blocks; i++) {
            words.storeLong(blocksAt + i * BLOCK_BYTES, i + 1);
        }
    }

    /// Each item has a block at least.
    private static long slots(long capacity, long bytes) {
        return Math.min(capacity, blocks(bytes));
    }

    private static long blocks(long bytes) {
        return Math.max(2, bytes / BLOCK_BYTES);
    }

    Guard guard() {
        return guard;
    }

    long at(long field) {
        return at + field;
    }

    long field(long field) {
        return words.loadLong(at + field);
    }

    long fieldVolatile(long field) {
        return words.loadLongVolatile(at + field);
    }

    void add(long field, long more) {
        guard.set(at + field, field(field) + more);
    }

    long slots() {
        return slots;
    }

    // The order of slots.

    long slotAt(long index) {
        return words.loadLong(at + ORDER_AT + index * Long.BYTES);
    }

    void setSlotAt(long index, long slot) {
        guard.set(at + ORDER_AT + index * Long.BYTES, slot);
    }

    /// Whether the item of one slot is to be taken before that of another.
    boolean isBefore(long slot, long other) {
        long priority = words.loadLong(slot(slot) + PRIORITY);
        long others = words.loadLong(slot(other) + PRIORITY);
        return priority < others
                || (priority == others && isInOrder(sequence(slot), sequence(other)));
    }

    /// Whether the item of a slot is to be taken after one that was read.
    boolean isAfter(long slot, ItemBytes last) {
        long priority = words.loadLong(slot(slot) + PRIORITY);
        return last.place() == ItemBytes.NOWHERE
                || priority > last.rank()
                || (priority == last.rank() && isInOrder(last.place(), sequence(slot)));
    }

    private boolean isInOrder(long sequence, long other) {
        return isLifo ? sequence > other : sequence < other;
    }

    // Slots.

    long sequence(long slot) {
        return words.loadLong(slot(slot) + SEQUENCE);
    }

    long state(long slot) {
        return words.loadLong(slot(slot) + STATE);
    }

    void setState(long slot, long state) {
        guard.set(slot(slot) + STATE, state);
    }

    void setPriority(long slot, long priority) {
        guard.set(slot(slot) + PRIORITY, priority);
    }

    /// Whether an item of some length can be put now, or ever.
    boolean fits(int length, boolean isNow) {
        return blocksOf(length) <= (isNow ? field(FREE_BLOCKS_AT) : blocks);
    }

    /// Puts an item that fits into a free slot.
    void fill(long slot, byte[] bytes, int length, long priority) {
        long first = field(FREE_BLOCK_AT);
        long block = first;
        for (int done = 0; done < length || done == 0; done += PAYLOAD_BYTES) {
            int part = Math.min(PAYLOAD_BYTES, length - done);
            words.copyIn(block(block) + Long.BYTES, bytes, done, part);
            block = words.loadLong(block(block));
        }
        words.storeLong(slot(slot) + PRIORITY, priority);
        words.storeLong(slot(slot) + SEQUENCE, field(PUTS_AT));
        words.storeLong(slot(slot) + CONTENT, first << Integer.SIZE | length);
        setState(slot, FULL);
        guard.set(at + FREE_BLOCK_AT, block);
        add(FREE_BLOCKS_AT, -blocksOf(length));
        add(PUTS_AT, 1);
    }

    /// Copies the item of a slot.
    void read(long slot, ItemBytes item) {
        int length = length(slot);
        byte[] bytes = item.prepare(length, sequence(slot));
        item.rank(words.loadLong(slot(slot) + PRIORITY));
        long block = firstBlock(slot);
        for (int done = 0; done < length; done += PAYLOAD_BYTES) {
            int part = Math.min(PAYLOAD_BYTES, length - done);
            words.copyOut(block(block) + Long.BYTES, bytes, done, part);
            block = words.loadLong(block(block));
        }
    }

    /// Frees a slot and its blocks.
    void clear(long slot) {
        long first = firstBlock(slot);
        long count = blocksOf(length(slot));
        long last = first;
        for (long i = 1; i < count; i++) {
            last = words.loadLong(block(last));
        }
        guard.set(block(last), field(FREE_BLOCK_AT));
        guard.set(at + FREE_BLOCK_AT, first);
        add(FREE_BLOCKS_AT, count);
        setState(slot, FREE);
    }

    private int length(long slot) {
        return (int) words.loadLong(slot(slot) + CONTENT);
    }

    private long firstBlock(long slot) {
        return words.loadLong(slot(slot) + CONTENT) >>> Integer.SIZE;
    }

    private static long blocksOf(int length) {
        return Math.max(1, ((long) length + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES);
    }

    private long slot(long slot) {
        return at + ORDER_AT + slots * Long.BYTES + slot * SLOT_BYTES;
    }

    private long block(long block) {
        return at + ORDER_AT + slots * (Long.BYTES + SLOT_BYTES) + block * BLOCK_BYTES;
    }
}
