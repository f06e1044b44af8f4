package io.manyhands.local;

import io.manyhands.waits.Clock;
import io.manyhands.waits.Limit;
import io.manyhands.waits.Standstill;
import io.manyhands.waits.Wait;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// Waits at conditions of the JDK, by the clock of the workers. Stateless.
final class Conditions {
    private static final long FOREVER = Long.MAX_VALUE;

    private Conditions() {}

    /// Waits once.
    ///
    /// @param others who can end the wait; null for anybody
    /// @param nanos how long at most; [Long#MAX_VALUE] for ever
    /// @return what is left of the time
    @SuppressWarnings("WaitNotInLoop") // its callers have the loops
    static long await(Clock clock, Condition condition, @Nullable QueueSide others, long nanos)
            throws InterruptedException {
        if (nanos < FOREVER) {
            return awaitNanos(clock, condition, nanos);
        }
        try (Standstill _ = Standstill.begin()) {
            if (others == null) {
                condition.await();
            } else {
                Wait.during(others.need(), condition::await);
            }
        }
        return FOREVER;
    }

    /// Waits once, for a while.
    ///
    /// @return what is left of the time
    @SuppressWarnings("WaitNotInLoop") // its callers have the loops
    static long awaitNanos(Clock clock, Condition condition, long nanos)
            throws InterruptedException {
        try (Standstill _ = Standstill.begin()) {
            if (!clock.limits(nanos)) {
                return condition.awaitNanos(nanos);
            }
            long start = clock.nanos();
            boolean _ = Limit.within(clock, nanos, condition::await);
            return nanos - (clock.nanos() - start);
        }
    }
}
