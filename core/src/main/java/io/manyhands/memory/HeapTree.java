package io.manyhands.memory;

/// The order of the items in a [RobustHeap]: which slot is at which index. Guarded by the heap's
/// guard.
/* Each node has four children, so that a change of the heap needs few words, and the guard's log has
 * room for them all however large the heap is.
 */
final class HeapTree {
    private static final int CHILDREN = 4;

    private final HeapSlots slots;

    HeapTree(HeapSlots slots) {
        this.slots = slots;
    }

    /// How many items are in it.
    long size() {
        return slots.field(HeapSlots.HEAPED_AT);
    }

    /// Puts a slot into the heap, whose place behind its end is vacant.
    void insert(long slot) {
        rise(size(), slot);
        slots.add(HeapSlots.HEAPED_AT, 1);
    }

    /// Takes a slot out of the heap: the place behind its end is vacant then.
    void extract(long index) {
        slots.add(HeapSlots.HEAPED_AT, -1);
        long end = size();
        long last = slots.slotAt(end);
        if (index == end) {
            return;
        }
        if (index > 0 && slots.isBefore(last, slots.slotAt((index - 1) / CHILDREN))) {
            rise(index, last);
        } else {
            sink(index, end, last);
        }
    }

    private void rise(long vacant, long slot) {
        long index = vacant;
        while (index > 0) {
            long parent = (index - 1) / CHILDREN;
            long other = slots.slotAt(parent);
            if (!slots.isBefore(slot, other)) {
                break;
            }
            slots.setSlotAt(index, other);
            index = parent;
        }
        slots.setSlotAt(index, slot);
    }

    private void sink(long vacant, long end, long slot) {
        long index = vacant;
        long child = firstOfChildren(index, end);
        while (child < end && slots.isBefore(slots.slotAt(child), slot)) {
            slots.setSlotAt(index, slots.slotAt(child));
            index = child;
            child = firstOfChildren(index, end);
        }
        slots.setSlotAt(index, slot);
    }

    /// The child whose item is before those of the others; the end, if there is none.
    private long firstOfChildren(long index, long end) {
        long first = CHILDREN * index + 1;
        if (first >= end) {
            return end;
        }
        long best = first;
        for (long child = first + 1; child < Math.min(end, first + CHILDREN); child++) {
            if (slots.isBefore(slots.slotAt(child), slots.slotAt(best))) {
                best = child;
            }
        }
        return best;
    }
}
