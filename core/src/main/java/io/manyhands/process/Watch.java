package io.manyhands.process;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Looks at a worker's process from outside, from time to time while something is in flight to it:
/// whether it keeps to its memory, and whether somebody has stopped it.
///
/// Confined to the worker's own thread, which waits for the end of the process meanwhile.
/* After a look that finds nothing in flight it rests: whoever sends something next finds that by one
 * read, and wakes the thread (Flights). It stays awake then until its next look, so that the thread is
 * woken no more often than that, whatever is sent.
 *
 * A process that is stopped at each look need not have been so in between: some programs slow others
 * down by stopping them many times a second. So the time begins anew if it has used its processor.
 */
final class Watch {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int LOOKS = 4;

    /// A limit that nobody waits for.
    private static final long LONG_NANOS = TimeUnit.DAYS.toNanos(365);

    private final BooleanSupplier leaves;
    private final LifeState state;
    private final Flights flights;
    private final long maxMemoryBytes;
    private final long stopNanos;
    private final long intervalNanos;
    private boolean rests;
    private long nextNanos;

    /// How it was when it was first seen stopped; null unless it is.
    private @Nullable ProcessLook stopped;

    private long stoppedNanos;

    /// @param leaves lets the worker leave, unless it has something to do: then it says false
    Watch(BooleanSupplier leaves, LifeState state, Flights flights, ProcessShape shape) {
        this.leaves = leaves;
        this.state = state;
        this.flights = flights;
        this.maxMemoryBytes = shape.maxMemoryBytes();
        this.stopNanos = shape.stopNanos();
        this.intervalNanos = Math.clamp(stopNanos / LOOKS, SHORTEST_NANOS, LONGEST_NANOS);
        this.nextNanos = System.nanoTime() + intervalNanos;
    }

    /// @throws UnsupportedOperationException if memory is limited and cannot be looked at
    static void checkSystem(ProcessShape shape) {
        // Not even asked for those who do not need it: a program waits for its first workers.
        checkSystem(shape, shape.maxMemoryBytes() == 0 || ProcessLook.isSupported());
    }

    static void checkSystem(ProcessShape shape, boolean isSupported) {
        if (shape.maxMemoryBytes() > 0 && !isSupported) {
            throw new UnsupportedOperationException(
                    "The memory of workers can be limited only where the system has /proc:"
                            + " limitBytes="
                            + shape.maxMemoryBytes());
        }
    }

    /// How long there is nothing to look at.
    ///
    /// @return nanoseconds until the next look; -1 until something is sent
    long pauseNanos() {
        if (!isNeeded() || flights.next().isAwaited()) {
            rests = true;
            return -1;
        }
        long now = System.nanoTime();
        if (rests) {
            rests = false;
            nextNanos = now + intervalNanos;
        }
        return Math.max(0, nextNanos - now);
    }

    private boolean isNeeded() {
        return (maxMemoryBytes > 0 || stopNanos < LONG_NANOS) && ProcessLook.isSupported();
    }

    /// Looks, and does what there is to be done.
    void look() {
        nextNanos = System.nanoTime() + intervalNanos;
        ProcessLook look = ProcessLook.at(state.pid());
        if (look != null) {
            lookWhetherStopped(look);
            lookAtMemory(look);
        }
        if (flights.next().await(flights, state::lookAround)) {
            stopped = null;
        }
    }

    private void lookAtMemory(ProcessLook look) {
        boolean isTooMuch = maxMemoryBytes > 0 && look.residentBytes() > maxMemoryBytes;
        if (isTooMuch && !leaves.getAsBoolean()) {
            state.violated(
                    "A worker's resident memory must stay within its limit: bytes="
                            + look.residentBytes()
                            + (", limitBytes=" + maxMemoryBytes));
        }
    }

    private void lookWhetherStopped(ProcessLook look) {
        ProcessLook first = stopped;
        long now = System.nanoTime();
        if (!look.isStopped()) {
            stopped = null;
        } else if (first == null || first.processorTicks() != look.processorTicks()) {
            stopped = look;
            stoppedNanos = now;
        } else if (now - stoppedNanos >= stopNanos) {
            long millis = TimeUnit.NANOSECONDS.toMillis(now - stoppedNanos);
            state.violated(
                    "A worker must not be stopped for long while it has something to do: millis="
                            + millis
                            + (", limitMillis=" + TimeUnit.NANOSECONDS.toMillis(stopNanos)));
        }
    }
}
