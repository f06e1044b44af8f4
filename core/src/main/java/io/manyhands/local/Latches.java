package io.manyhands.local;

import io.manyhands.waits.Clock;
import io.manyhands.waits.Limit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits at latches of the JDK, by the clock of the workers. Stateless.
final class Latches {
    private Latches() {}

    /// Waits for a while.
    ///
    /// @return whether the latch was open in time
    static boolean await(Clock clock, CountDownLatch latch, long nanos)
            throws InterruptedException {
        return clock.limits(nanos)
                ? Limit.within(clock, nanos, latch::await)
                : latch.await(nanos, TimeUnit.NANOSECONDS);
    }
}
