package io.manyhands.memory;

/// A queue, first in first out, in a ring with two guards: one for those who put, one for those who
/// take. With one of each nobody waits for the other.
///
/// Thread-safe.
public final class RobustQueue implements ItemStore {
    private static final int TURNS = 10;

    private final QueueRing ring;
    private final Members members;
    private final QueuePutters putters;
    private final QueueTakers takers;
    private final Sleepers items;
    private final Sleepers room;
    private final Sleepers rest;

    /// A queue that was laid out.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param members who shares it
    public RobustQueue(Words words, long at, Members members) {
        this.members = members;
        ring = new QueueRing(words, at);
        putters = new QueuePutters(ring, members);
        takers = new QueueTakers(ring, members, putters);
        items = new Sleepers(words, at + QueueRing.ITEMS_AT);
        room = new Sleepers(words, at + QueueRing.ROOM_AT);
        rest = new Sleepers(words, at + QueueRing.REST_AT);
    }

    /// How many bytes a queue takes.
    ///
    /// @param ringBytes how many bytes of items it is to hold, each with 8 more, to a multiple of
    ///   8: at most 2^30
    /// @return the size in bytes
    public static long sizeBytes(long ringBytes) {
        return QueueRing.DATA_AT + powerOfTwo(ringBytes);
    }

    /// Lays a queue out, where all is zero.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param capacity how many items it holds at most, at least 1
    /// @param ringBytes as for [#sizeBytes]
    public static void lay(Words words, long at, long capacity, long ringBytes) {
        // There are never more, as each takes 16 bytes at least.
        long items = Math.min(capacity, QueueRing.MAX_ITEMS);
        words.storeLong(at + QueueRing.CAPACITY_AT, items);
        words.storeLong(at + QueueRing.RING_BYTES_AT, powerOfTwo(ringBytes));
        words.storeLong(at + QueueRing.KNOWN_LAST_AT, QueueRing.count(items));
    }

    @Override
    public boolean canHold(int length) {
        return QueueRing.units(length) <= ring.ringUnits();
    }

    @Override
    public Outcome put(byte[] bytes, int length, long priority) {
        Outcome outcome = putters.put(bytes, length);
        if (outcome == Outcome.FULL) {
            outcome = putWithHelp(bytes, length);
        }
        if (outcome == Outcome.DONE) {
            items.wake(members);
        }
        return outcome;
    }

    /// Puts where those who put see no room: they look from outside of the others' guard.
    private Outcome putWithHelp(byte[] bytes, int length) {
        for (int turn = 0; turn < TURNS; turn++) {
            long head = takers.head();
            Outcome room = takers.findRoom(QueueRing.units(length));
            wakeIfMoved(head);
            if (room != Outcome.DONE) {
                return room == Outcome.FULL && putters.isClosed() ? Outcome.CLOSED : room;
            }
            Outcome outcome = putters.put(bytes, length);
            if (outcome != Outcome.FULL) {
                return outcome;
            }
        }
        return Outcome.AGAIN;
    }

    @Override
    public Outcome take(ItemBytes item, Taking how) {
        long head = takers.head();
        Outcome outcome = takers.take(item, how);
        if (outcome == Outcome.DONE) {
            room.wake(members);
            if (how == Taking.AND_DONE) {
                wakeAtRest();
            }
        } else {
            wakeIfMoved(head);
        }
        return outcome;
    }

    @Override
    public Outcome finish(long place) {
        Outcome outcome = takers.finish(place);
        if (outcome == Outcome.DONE) {
            room.wake(members);
            wakeAtRest();
            if (putters.isClosed()) {
                items.wake(members);
            }
        }
        return outcome;
    }

    @Override
    public Outcome giveBack(long place) {
        Outcome outcome = takers.giveBack(place);
        if (outcome == Outcome.DONE) {
            items.wake(members);
        }
        return outcome;
    }

    @Override
    public Outcome peek(ItemBytes item) {
        long head = takers.head();
        Outcome outcome = takers.peek(item);
        wakeIfMoved(head);
        return outcome;
    }

    @Override
    public Outcome next(ItemBytes item) {
        return takers.next(item);
    }

    @Override
    public Outcome remove(long place) {
        Outcome outcome = takers.remove(place);
        if (outcome == Outcome.DONE) {
            room.wake(members);
            wakeAtRest();
        }
        return outcome;
    }

    @Override
    public Outcome close() {
        Outcome outcome = putters.close();
        if (outcome == Outcome.DONE) {
            items.wake(members);
            room.wake(members);
        }
        return outcome;
    }

    @Override
    public boolean isClosed() {
        return putters.isClosed();
    }

    @Override
    public long size() {
        return takers.size();
    }

    @Override
    public long leased() {
        return takers.leased();
    }

    @Override
    public long remainingItems() {
        return takers.remaining();
    }

    @Override
    public long unfinished() {
        return takers.unfinished();
    }

    @Override
    public Outcome rests() {
        return unfinished() > 0 ? Outcome.EMPTY : takers.rests();
    }

    @Override
    public Outcome done() {
        Outcome outcome = takers.done();
        if (outcome == Outcome.DONE) {
            wakeAtRest();
        }
        return outcome;
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

    /// Whoever makes room that a dead member did not come to make wakes in its stead: those who
    /// were woken by its death may have looked before.
    private void wakeIfMoved(long head) {
        if (takers.head() != head) {
            room.wake(members);
        }
    }

    private void wakeAtRest() {
        if (unfinished() == 0) {
            rest.wake(members);
        }
    }

    private static long powerOfTwo(long ringBytes) {
        long bytes = Math.max(ringBytes, QueueRing.MIN_RING_BYTES);
        return bytes == Long.highestOneBit(bytes) ? bytes : 2 * Long.highestOneBit(bytes);
    }
}
