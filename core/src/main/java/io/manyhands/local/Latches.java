package io.manyhands.local;

import io.manyhands.waits.Clock;
import io.manyhands.waits.Limit;
import io.manyhands.waits.Standstill;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits at latches of the JDK, by the clock of the workers. Stateless.
final class Latches {
    private Latches() {}

    /// Waits.
    static void await(CountDownLatch latch) throws InterruptedException {
        // Also where it is open, for those who were interrupted before.
        try (Standstill _ = latch.getCount() == 0 ? null : Standstill.begin()) {
            latch.await();
        }
    }

    /// Waits for a while.
    ///
    /// @return whether the latch was open in time
    static boolean await(Clock clock, CountDownLatch latch, long nanos)
            throws InterruptedException {
        boolean blocks = nanos > 0 && latch.getCount() > 0;
        try (Standstill _ = blocks ? Standstill.begin() : null) {
            return clock.limits(nanos)
                    ? Limit.within(clock, nanos, latch::await)
                    : latch.await(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
