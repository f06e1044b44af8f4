package io.manyhands.memory;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import java.util.Arrays;

/// A queue that has room for one item of the trial, as two members see it, for one trial.
final class SmallQueue {
    /// More than half of the ring.
    private static final int ITEM_BYTES = 200;

    private static final int RING_BYTES = 256;
    private static final int CAPACITY = 9;
    private static final Slabs SLABS = new Slabs((int) QueueRing.DATA_AT + RING_BYTES);

    private final TrialMember putter = TrialMember.first(1);
    private final TrialMember taker = putter.other(2);
    private final RobustQueue puttersQueue;
    private final RobustQueue takersQueue;

    SmallQueue() {
        Words words = SLABS.words();
        RobustQueue.lay(words, 0, CAPACITY, RING_BYTES);
        puttersQueue = new RobustQueue(words, 0, putter);
        takersQueue = new RobustQueue(words, 0, taker);
    }

    TrialMember putter() {
        return putter;
    }

    TrialMember taker() {
        return taker;
    }

    RobustQueue puttersQueue() {
        return puttersQueue;
    }

    RobustQueue takersQueue() {
        return takersQueue;
    }

    /// Puts an item that follows from its number.
    ///
    /// @return 1 if there was room, else 0
    int put(int number) {
        byte[] bytes = bytes(number);
        Outcome outcome = puttersQueue.put(bytes, ITEM_BYTES, 0);
        while (outcome == Outcome.AGAIN) {
            outcome = puttersQueue.put(bytes, ITEM_BYTES, 0);
        }
        return outcome == Outcome.DONE ? 1 : 0;
    }

    /// Takes an item.
    ///
    /// @return its number if it is whole; 0 if there is none; -1 if it is not whole
    int take(RobustQueue queue) {
        try {
            ItemBytes item = new ItemBytes();
            Outcome outcome = queue.take(item, Taking.FOR_GOOD);
            while (outcome == Outcome.AGAIN) {
                outcome = queue.take(item, Taking.FOR_GOOD);
            }
            return outcome == Outcome.DONE ? number(item) : 0;
        } catch (CorruptRingException broken) {
            return -1;
        }
    }

    private static int number(ItemBytes item) {
        int number = item.bytes()[0];
        byte[] bytes = Arrays.copyOf(item.bytes(), item.length());
        return Arrays.equals(bytes, bytes(number)) ? number : -1;
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[ITEM_BYTES];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }
}
