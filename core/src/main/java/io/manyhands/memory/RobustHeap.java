package io.manyhands.memory;

/// A queue in an order of its own: last in first out, or by priorities. A heap under one guard.
///
/// Thread-safe.
public final class RobustHeap implements ItemStore {
    private final HeapSlots slots;
    private final HeapTree heap;
    private final Guard guard;
    private final Members members;
    private final boolean isLifo;
    private final Sleepers items;
    private final Sleepers room;
    private final Sleepers rest;

    /// A queue that was laid out.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param members who shares it
    /// @param isLifo whether the one put last is taken first, whatever the priorities
    public RobustHeap(Words words, long at, Members members, boolean isLifo) {
        this.members = members;
        this.isLifo = isLifo;
        slots = new HeapSlots(words, at, members, isLifo);
        heap = new HeapTree(slots);
        guard = slots.guard();
        items = new Sleepers(words, at + HeapSlots.ITEMS_AT);
        room = new Sleepers(words, at + HeapSlots.ROOM_AT);
        rest = new Sleepers(words, at + HeapSlots.REST_AT);
    }

    /// How many bytes a queue takes.
    ///
    /// @param capacity how many items it holds at most
    /// @param bytes how many bytes of items it is to hold, each 56 of which take 64
    /// @return the size in bytes
    public static long sizeBytes(long capacity, long bytes) {
        return HeapSlots.sizeBytes(capacity, bytes);
    }

    /// Lays a queue out, where all is zero.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param capacity as for [#sizeBytes]
    /// @param bytes as for [#sizeBytes]
    public static void lay(Words words, long at, long capacity, long bytes) {
        HeapSlots.lay(words, at, capacity, bytes);
    }

    @Override
    public boolean canHold(int length) {
        return slots.fits(length, false);
    }

    @Override
    public Outcome put(byte[] bytes, int length, long priority) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (slots.field(HeapSlots.CLOSED_AT) != 0) {
                return Outcome.CLOSED;
            }
            long used = heap.size() + leasedNow();
            if (used == slots.slots() || !slots.fits(length, true)) {
                return Outcome.FULL;
            }
            long slot = slots.slotAt(used);
            long own = isLifo ? -2 * slots.field(HeapSlots.PUTS_AT) : priority;
            slots.fill(slot, bytes, length, own);
            if (leasedNow() > 0) {
                slots.setSlotAt(used, slots.slotAt(heap.size()));
            }
            heap.insert(slot);
            guard.commit();
        } finally {
            guard.leave();
        }
        items.wake(members);
        return Outcome.DONE;
    }

    @Override
    public Outcome take(ItemBytes item, Taking how) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            takeBackFromGone();
            if (heap.size() == 0) {
                return none();
            }
            long slot = slots.slotAt(0);
            slots.read(slot, item);
            heap.extract(0);
            if (how == Taking.ON_LEASE) {
                slots.setSlotAt(heap.size(), slot);
                slots.setState(slot, members.self());
                slots.add(HeapSlots.LEASED_AT, 1);
            } else {
                free(slot, heap.size(), how == Taking.AND_DONE);
            }
            guard.commit();
        } finally {
            guard.leave();
        }
        wakeForRoom(how == Taking.AND_DONE);
        return Outcome.DONE;
    }

    @Override
    public Outcome finish(long place) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            long index = indexOfLease(place);
            if (index < 0) {
                return Outcome.ABSENT;
            }
            slots.add(HeapSlots.LEASED_AT, -1);
            free(slots.slotAt(index), index, true);
            guard.commit();
        } finally {
            guard.leave();
        }
        wakeForRoom(true);
        if (isClosed()) {
            items.wake(members);
        }
        return Outcome.DONE;
    }

    @Override
    public Outcome giveBack(long place) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            long index = indexOfLease(place);
            if (index < 0) {
                return Outcome.ABSENT;
            }
            takeBack(index);
        } finally {
            guard.leave();
        }
        items.wake(members);
        return Outcome.DONE;
    }

    @Override
    public Outcome peek(ItemBytes item) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            takeBackFromGone();
            if (heap.size() == 0) {
                return none();
            }
            slots.read(slots.slotAt(0), item);
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    @Override
    public Outcome next(ItemBytes item) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            long best = -1;
            for (long index = 0; index < heap.size(); index++) {
                long slot = slots.slotAt(index);
                if (slots.isAfter(slot, item) && (best < 0 || slots.isBefore(slot, best))) {
                    best = slot;
                }
            }
            if (best >= 0) {
                slots.read(best, item);
                return Outcome.DONE;
            }
            return Outcome.EMPTY;
        } finally {
            guard.leave();
        }
    }

    @Override
    public Outcome remove(long place) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            long index = 0;
            while (index < heap.size() && slots.sequence(slots.slotAt(index)) != place) {
                index++;
            }
            if (index == heap.size()) {
                return Outcome.ABSENT;
            }
            long slot = slots.slotAt(index);
            heap.extract(index);
            free(slot, heap.size(), true);
            guard.commit();
        } finally {
            guard.leave();
        }
        wakeForRoom(true);
        return Outcome.DONE;
    }

    @Override
    public Outcome close() {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            guard.set(slots.at(HeapSlots.CLOSED_AT), 1);
            guard.commit();
        } finally {
            guard.leave();
        }
        items.wake(members);
        room.wake(members);
        return Outcome.DONE;
    }

    @Override
    public boolean isClosed() {
        return slots.fieldVolatile(HeapSlots.CLOSED_AT) != 0;
    }

    @Override
    public long size() {
        return slots.fieldVolatile(HeapSlots.HEAPED_AT);
    }

    @Override
    public long leased() {
        return slots.fieldVolatile(HeapSlots.LEASED_AT);
    }

    @Override
    public long remainingItems() {
        long used = size() + leased();
        return Math.max(0, slots.slots() - used);
    }

    @Override
    public long unfinished() {
        // First what is done: it never seems more than was put.
        long done = slots.fieldVolatile(HeapSlots.DONE_AT);
        return Math.max(0, slots.fieldVolatile(HeapSlots.PUTS_AT) - done);
    }

    @Override
    public Outcome rests() {
        if (unfinished() > 0) {
            return Outcome.EMPTY;
        }
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            return unfinished() > 0 ? Outcome.EMPTY : Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    @Override
    public Outcome done() {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (unfinished() == 0) {
                return Outcome.ABSENT;
            }
            slots.add(HeapSlots.DONE_AT, 1);
            guard.commit();
        } finally {
            guard.leave();
        }
        wakeAtRest();
        return Outcome.DONE;
    }

    @Override
    public Sleepers items() {
        return items;
    }

    @Override
    public Sleepers room() {
        return room;
    }

    @Override
    public Sleepers rest() {
        return rest;
    }

    private void wakeForRoom(boolean isDone) {
        room.wake(members);
        if (isDone) {
            wakeAtRest();
        }
    }

    private void wakeAtRest() {
        if (unfinished() == 0) {
            rest.wake(members);
        }
    }

    /// What there is to say when there is no item: closed, if none can come back.
    private Outcome none() {
        return isClosed() && leasedNow() == 0 ? Outcome.CLOSED : Outcome.EMPTY;
    }

    private long leasedNow() {
        return slots.field(HeapSlots.LEASED_AT);
    }

    private void takeBackFromGone() {
        long index = heap.size();
        while (index < heap.size() + leasedNow()) {
            if (members.isGone((int) slots.state(slots.slotAt(index)))) {
                takeBack(index);
                // What has come here was not looked at, unless it is the same place.
                index = Math.max(index, heap.size());
            } else {
                index++;
            }
        }
    }

    /// Puts an item that is on lease into the heap again, before its equals.
    private void takeBack(long index) {
        long slot = slots.slotAt(index);
        slots.setSlotAt(index, slots.slotAt(heap.size()));
        slots.add(HeapSlots.LEASED_AT, -1);
        slots.setState(slot, HeapSlots.FULL);
        if (isLifo) {
            // Between the last that was put and the next.
            slots.setPriority(slot, 1 - 2 * slots.field(HeapSlots.PUTS_AT));
        }
        heap.insert(slot);
        guard.commit();
    }

    /// The index of a lease of this member; less than 0 if there is none.
    private long indexOfLease(long place) {
        long end = heap.size() + leasedNow();
        for (long index = heap.size(); index < end; index++) {
            long slot = slots.slotAt(index);
            if (slots.sequence(slot) == place && slots.state(slot) == members.self()) {
                return index;
            }
        }
        return -1;
    }

    /// Frees a slot. Its index is that of a lease, or where the leases begin: a lease goes there.
    private void free(long slot, long index, boolean isDone) {
        long last = heap.size() + leasedNow();
        if (index != last) {
            slots.setSlotAt(index, slots.slotAt(last));
        }
        slots.setSlotAt(last, slot);
        slots.clear(slot);
        if (isDone) {
            slots.add(HeapSlots.DONE_AT, 1);
        }
    }
}
