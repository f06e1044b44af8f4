package io.manyhands;

import java.util.concurrent.atomic.AtomicLong;

/// How far the program has read what this worker process asks of it. Thread-safe.
/* A task's outcome goes another way than what the task gave to its handles, and may come first: then
 * the program believes that nothing is left to do, and ends what was to do it. So the outcome waits
 * until all was read that was sent before.
 *
 * What is asked is read in the order of its places; so a reply to one says that all before it were
 * read. A place is told after the sending: whoever ends a task knows those of all threads that it has
 * waited for, and of others nothing is promised.
 */
final class Reading {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /// Something was sent that is to be read before the task that sends it ends.
    void sent(long place) {
        long _ = sent.accumulateAndGet(place, Math::max);
    }

    /// What was sent with this place has been read, and so all before it.
    void read(long place) {
        long _ = read.accumulateAndGet(place, Math::max);
    }

    /// Whether nothing is left to be read.
    boolean isDone() {
        return read.get() >= sent.get();
    }
}
