package io.manyhands.memory;

import io.manyhands.memory.ItemStore.Outcome;

/// Messages for all who have subscribed, in one order. No method waits; each is done wholly or not
/// at all, also when its process dies in the middle of it.
///
/// Thread-safe, for threads of any member.
/* What is before HEAD is given up, before anything is written over it. If slow subscribers lose the
 * oldest, HEAD goes on as the publisher needs room; whoever is behind it then jumps to it. Otherwise
 * it goes on to the slowest subscriber that is not gone.
 */
public final class RobustTopic {
    private final TopicRing ring;
    private final Guard guard;
    private final Members members;
    private final boolean holdsUp;
    private final Sleepers messages;
    private final Sleepers room;

    /// A topic that was laid out.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param members who shares it
    /// @param holdsUp whether publishers wait for slow subscribers, which else lose the oldest
    public RobustTopic(Words words, long at, Members members, boolean holdsUp) {
        this.members = members;
        this.holdsUp = holdsUp;
        ring = new TopicRing(words, at, members);
        guard = ring.guard();
        messages = new Sleepers(words, at + TopicRing.MESSAGES_AT);
        room = new Sleepers(words, at + TopicRing.ROOM_AT);
    }

    /// How many bytes a topic takes.
    ///
    /// @param bytes how many bytes of messages it is to hold, each with 8 more, to a multiple of 8
    /// @return the size in bytes
    public static long sizeBytes(long bytes) {
        return TopicRing.sizeBytes(bytes);
    }

    /// Lays a topic out, where all is zero.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param capacity how many messages are kept for a subscriber
    /// @param bytes as for [#sizeBytes]
    public static void lay(Words words, long at, long capacity, long bytes) {
        TopicRing.lay(words, at, capacity, bytes);
    }

    /// {@return whether a message of so many bytes can be published}
    ///
    /// @param length how many bytes
    public boolean canHold(int length) {
        return ring.canHold(length);
    }

    /// Publishes a message.
    ///
    /// @param bytes the array that has it, from its beginning on
    /// @param length how many bytes it has: such that [#canHold]
    /// @return DONE, FULL, CLOSED or AGAIN
    public Outcome publish(byte[] bytes, int length) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (isClosed()) {
                return Outcome.CLOSED;
            }
            if (!makesRoom(length)) {
                return Outcome.FULL;
            }
            long tail = ring.field(TopicRing.TAIL_AT);
            ring.write(tail, bytes, length);
            ring.set(TopicRing.TAIL_AT, tail + TopicRing.units(length));
            ring.set(TopicRing.TAIL_SEQUENCE_AT, ring.field(TopicRing.TAIL_SEQUENCE_AT) + 1);
            guard.commit();
        } finally {
            guard.leave();
        }
        messages.wake(members);
        return Outcome.DONE;
    }

    /// Subscribes to what is published from now on.
    ///
    /// @param subscription where its number goes, as the place
    /// @return DONE, CLOSED or AGAIN; FULL if there are 256 subscriptions
    public Outcome subscribe(ItemBytes subscription) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (isClosed()) {
                return Outcome.CLOSED;
            }
            int index = 0;
            while (index < TopicRing.MOST && isTaken(index)) {
                index++;
            }
            if (index == TopicRing.MOST) {
                return Outcome.FULL;
            }
            long ever = ring.field(TopicRing.EVER_AT) + 1;
            long id = ever * TopicRing.MOST + index;
            ring.set(TopicRing.EVER_AT, ever);
            ring.setEntry(index, TopicRing.OWNER, members.self());
            ring.setEntry(index, TopicRing.ID, id);
            ring.setEntry(index, TopicRing.POSITION, ring.field(TopicRing.TAIL_AT));
            ring.setEntry(index, TopicRing.SEQUENCE, ring.field(TopicRing.TAIL_SEQUENCE_AT));
            ring.setEntry(index, TopicRing.MISSED, 0);
            byte[] _ = subscription.prepare(0, id);
            guard.commit();
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    /// Takes the next message of a subscription.
    ///
    /// @param id its number
    /// @param message where the bytes go
    /// @return DONE, EMPTY or AGAIN; CLOSED if the topic is and nothing is left, or there is no
    ///   such subscription
    public Outcome receive(long id, ItemBytes message) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            int index = index(id);
            if (!isSubscription(index, id)) {
                return Outcome.CLOSED;
            }
            catchUp(index);
            long position = ring.entry(index, TopicRing.POSITION);
            if (position == ring.field(TopicRing.TAIL_AT)) {
                return isClosed() ? Outcome.CLOSED : Outcome.EMPTY;
            }
            ring.read(position, message);
            ring.setEntry(index, TopicRing.POSITION, ring.after(position));
            ring.setEntry(index, TopicRing.SEQUENCE, ring.entry(index, TopicRing.SEQUENCE) + 1);
            guard.commit();
        } finally {
            guard.leave();
        }
        if (holdsUp) {
            room.wake(members);
        }
        return Outcome.DONE;
    }

    /// Ends a subscription. Who waits for its messages finds that out.
    ///
    /// @param id its number
    /// @return DONE or AGAIN; ABSENT if there is none
    public Outcome unsubscribe(long id) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (!isSubscription(index(id), id)) {
                return Outcome.ABSENT;
            }
            ring.setEntry(index(id), TopicRing.OWNER, 0);
            guard.commit();
        } finally {
            guard.leave();
        }
        messages.wake(members);
        room.wake(members);
        return Outcome.DONE;
    }

    /// How many messages a subscription has lost.
    ///
    /// @param id its number
    /// @param missed where the number goes, as the place
    /// @return DONE or AGAIN; ABSENT if there is no such subscription
    public Outcome missed(long id, ItemBytes missed) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (!isSubscription(index(id), id)) {
                return Outcome.ABSENT;
            }
            catchUp(index(id));
            byte[] _ = missed.prepare(0, ring.entry(index(id), TopicRing.MISSED));
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    /// {@return how many subscriptions there are of members that are not gone}
    public int subscribers() {
        int count = 0;
        for (int index = 0; index < TopicRing.MOST; index++) {
            long owner = ring.entry(index, TopicRing.OWNER);
            count += owner != 0 && !members.isGoneForSure((int) owner) ? 1 : 0;
        }
        return count;
    }

    /// Takes no more messages. Those that are there can be received.
    ///
    /// @return DONE or AGAIN
    public Outcome close() {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            ring.set(TopicRing.CLOSED_AT, 1);
            guard.commit();
        } finally {
            guard.leave();
        }
        messages.wake(members);
        room.wake(members);
        return Outcome.DONE;
    }

    /// {@return whether it was closed}
    public boolean isClosed() {
        return ring.fieldVolatile(TopicRing.CLOSED_AT) != 0;
    }

    /// {@return who waits for a message}
    public Sleepers messages() {
        return messages;
    }

    /// {@return who waits for slow subscribers}
    public Sleepers room() {
        return room;
    }

    /// Moves HEAD on if a message needs that.
    private boolean makesRoom(int length) {
        long head = ring.field(TopicRing.HEAD_AT);
        long sequence = ring.field(TopicRing.HEAD_SEQUENCE_AT);
        if (ring.hasRoom(length, head, sequence)) {
            return true;
        }
        if (holdsUp) {
            moveHeadToSlowest();
            return ring.hasRoom(
                    length, ring.field(TopicRing.HEAD_AT), ring.field(TopicRing.HEAD_SEQUENCE_AT));
        }
        while (!ring.hasRoom(length, head, sequence)) {
            head = ring.after(head);
            sequence++;
        }
        moveHead(head, sequence);
        return true;
    }

    private void moveHeadToSlowest() {
        long head = ring.field(TopicRing.TAIL_AT);
        long sequence = ring.field(TopicRing.TAIL_SEQUENCE_AT);
        for (int index = 0; index < TopicRing.MOST; index++) {
            if (isTaken(index) && ring.entry(index, TopicRing.SEQUENCE) < sequence) {
                head = ring.entry(index, TopicRing.POSITION);
                sequence = ring.entry(index, TopicRing.SEQUENCE);
            }
        }
        moveHead(head, sequence);
    }

    private void moveHead(long head, long sequence) {
        ring.set(TopicRing.HEAD_AT, head);
        ring.set(TopicRing.HEAD_SEQUENCE_AT, sequence);
        guard.commit();
    }

    private void catchUp(int index) {
        long lost = ring.field(TopicRing.HEAD_SEQUENCE_AT) - ring.entry(index, TopicRing.SEQUENCE);
        if (lost > 0) {
            ring.setEntry(index, TopicRing.MISSED, ring.entry(index, TopicRing.MISSED) + lost);
            ring.setEntry(index, TopicRing.SEQUENCE, ring.field(TopicRing.HEAD_SEQUENCE_AT));
            ring.setEntry(index, TopicRing.POSITION, ring.field(TopicRing.HEAD_AT));
            guard.commit();
        }
    }

    private boolean isTaken(int index) {
        long owner = ring.entry(index, TopicRing.OWNER);
        return owner != 0 && !members.isGone((int) owner);
    }

    private boolean isSubscription(int index, long id) {
        return ring.entry(index, TopicRing.OWNER) == members.self()
                && ring.entry(index, TopicRing.ID) == id;
    }

    private static int index(long id) {
        return (int) (id % TopicRing.MOST);
    }
}
