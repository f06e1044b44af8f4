package io.manyhands.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting in tests, with one limit for all, which slow machines can stretch. Stateless.
public final class Await {
    /// The system property by which the limit is multiplied: 1 where it is not set.
    public static final String FACTOR = "io.manyhands.testkit.timeout-factor";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private Await() {}

    /// How long a test waits for something that is to come.
    ///
    /// @return 20 seconds, times [#FACTOR]
    public static Duration patience() {
        double factor = Double.parseDouble(System.getProperty(FACTOR, "1"));
        return Duration.ofMillis((long) (LIMIT.toMillis() * factor));
    }

    /// Waits until a condition holds. An interrupt does not end the waiting.
    ///
    /// @param what what is waited for, in words, for the message
    /// @param condition says whether it has come
    /// @throws AssertionError if it has not within [#patience()]
    public static void until(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new AssertionError("What is waited for comes in time: what=" + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
