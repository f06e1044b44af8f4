package io.manyhands;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The pool's alarms, rung by one thread that starts with the first.
///
/// The actions are the library's own and quick: they interrupt, queue or end something.
/// Thread-safe.
final class Timer {
    /// Something to do at a time.
    final class Alarm implements Comparable<Alarm> {
        private final long atNanos;
        private final long number = numbers.incrementAndGet();
        private @Nullable Runnable action;

        private Alarm(long atNanos, Runnable action) {
            this.atNanos = atNanos;
            this.action = action;
        }

        long atNanos() {
            return atNanos;
        }

        /// Makes it not ring any more.
        ///
        /// @return false if it has rung or was cancelled before
        boolean cancel() {
            try {
                boolean isMine = alarms.remove(this);
                if (isMine) {
                    // The thread that waits for its moment goes on knowing the alarm.
                    action = null;
                }
                return isMine;
            } catch (OutOfMemoryError shortage) {
                // If it rings, it finds that it comes too late.
                return true;
            }
        }

        @Override
        public int compareTo(Alarm other) {
            long difference = atNanos - other.atNanos;
            return difference == 0 ? Long.compare(number, other.number) : Long.signum(difference);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /// How long it rests after a failure of its own.
    private static final long PAUSE_NANOS = 1_000_000;

    private final TimeSource time;
    private final Thread.Builder builder;
    private final Runnable atEnd;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListSet<Alarm> alarms = new ConcurrentSkipListSet<>();
    private final ReentrantLock startLock = new ReentrantLock();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /// @param atEnd the last thing that the thread does
    Timer(TimeSource time, Thread.Builder builder, Runnable atEnd) {
        this.time = time;
        this.builder = builder;
        this.atEnd = atEnd;
    }

    /// Starts the thread, if that was not done before. After a close it does nothing.
    void start() {
        if (thread != null) {
            return;
        }
        startLock.lock();
        try {
            if (thread == null && !closed) {
                Thread own = builder.unstarted(this::ring);
                own.start();
                thread = own;
            }
        } finally {
            startLock.unlock();
        }
    }

    /// Rings so long from now.
    Alarm in(long nanos, Runnable action) {
        return at(time.nanos() + Math.min(nanos, Durations.FOREVER), action);
    }

    /// Rings at a reading of the steady clock.
    Alarm at(long atNanos, Runnable action) {
        Alarm alarm = new Alarm(atNanos, action);
        alarms.add(alarm);
        start();
        if (isFirst(alarm)) {
            LockSupport.unpark(thread);
        }
        return alarm;
    }

    /// Ends the thread; alarms that have not rung never do.
    void close() {
        startLock.lock();
        try {
            closed = true;
        } finally {
            startLock.unlock();
        }
        LockSupport.unpark(thread);
    }

    /// The thread, to wait for its end.
    @Nullable Thread thread() {
        return thread;
    }

    private boolean isFirst(Alarm alarm) {
        return alarms.lower(alarm) == null;
    }

    /// Not the set's own first(), which throws when the last alarm has just been cancelled.
    private @Nullable Alarm first() {
        Iterator<Alarm> all = alarms.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private void ring() {
        while (!closed) {
            try {
                ringOrPark();
            } catch (Throwable failure) {
                // For want of memory, say: the alarms are there still, and nobody else rings them.
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            // An interrupt would turn every park into a spin.
            boolean _ = Thread.interrupted();
        }
        atEnd.run();
    }

    private void ringOrPark() {
        Alarm next = first();
        if (next == null) {
            LockSupport.park(this);
        } else if (next.atNanos - time.nanos() > 0) {
            time.park(this, next.atNanos - time.nanos());
        } else if (alarms.remove(next)) {
            ring(next);
        }
    }

    /// One alarm that cannot do its work must not keep the others from ringing.
    private static void ring(Alarm alarm) {
        try {
            Objects.requireNonNull(alarm.action).run();
        } catch (Throwable failure) {
            Reports.log("An alarm of the workers failed", failure);
        }
    }
}
