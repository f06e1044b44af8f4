package io.manyhands;

import java.util.concurrent.atomic.LongAdder;

/// What is counted of a pool's tasks. Thread-safe.
final class Counters {
    final LongAdder submitted = new LongAdder();
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder retried = new LongAdder();

    void ended(TaskStatus status, int change) {
        switch (status) {
            case SUCCEEDED -> succeeded.add(change);
            case FAILED -> failed.add(change);
            case CANCELLED -> cancelled.add(change);
            case TIMED_OUT -> timedOut.add(change);
            case WORKER_LOST -> lost.add(change);
            case QUEUED, RUNNING -> throw new IllegalArgumentException("Not an end: " + status);
        }
    }

    long ended() {
        return succeeded.sum() + failed.sum() + cancelled.sum() + timedOut.sum() + lost.sum();
    }
}
