package io.manyhands.local;

import io.manyhands.spi.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Jobs that wait, and permits to run them: whoever runs jobs holds one. Thread-safe.
/* A job is put into the queue, and then the permits are looked at; a permit is given back, and then
 * the queue is looked at: one of the two sees the other, so no job waits beside a free permit. The
 * permits are below zero when more hold one than should: the next to end its job gives its back.
 */
final class JobQueue {
    private final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger permits;
    private final Consumer<Job> hand;

    /// @param permits how many jobs may run at once
    /// @param hand gives a job, and the permit with it, to someone who runs it
    JobQueue(int permits, Consumer<Job> hand) {
        this.permits = new AtomicInteger(permits);
        this.hand = hand;
    }

    void add(Job job) {
        waiting.add(job);
        dispatch();
    }

    /// Gives permits, or takes them back.
    void change(int permitsMore) {
        permits.addAndGet(permitsMore);
        dispatch();
    }

    /// The next job for one who holds a permit.
    ///
    /// @return the job; null if there is none or the permit is to be given back
    @Nullable Job next() {
        return permits.get() < 0 ? null : waiting.poll();
    }

    /// Takes a job back, and the permit, from one who cannot run it: behind the others, as what
    /// happened to it may happen to the next.
    void putBack(Job job) {
        waiting.add(job);
        permits.incrementAndGet();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<Job> drain() {
        List<Job> jobs = new ArrayList<>();
        for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
            jobs.add(job);
        }
        return jobs;
    }

    private void dispatch() {
        while (!waiting.isEmpty() && tryAcquire()) {
            Job job = waiting.poll();
            if (job == null) {
                permits.incrementAndGet();
            } else {
                hand.accept(job);
            }
        }
    }

    private boolean tryAcquire() {
        int free = permits.get();
        while (free > 0) {
            if (permits.compareAndSet(free, free - 1)) {
                return true;
            }
            free = permits.get();
        }
        return false;
    }
}
