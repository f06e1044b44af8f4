package io.manyhands;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Whether and when a failed task is tried again: off unless asked for. Asking for it is the user's
/// word that the task may run more than once: an attempt that failed may have done half its work.
///
/// Never tried again: a task that was cancelled, or whose deadline has passed. The failures of
/// earlier attempts are suppressed in the last one. Immutable.
///
/// @param retries how many attempts may follow the first, at least 0
/// @param backoff how long to wait before the second attempt; it doubles before each further one
/// @param maxBackoff what the wait does not go beyond
/// @param jitter the share of each wait that is chosen by chance, 0 to 1: with 0.5 a wait of 10 s
///   becomes one of 5 s to 10 s, so that many failures of one moment do not come back together
/// @param when which failures are tried again
public record RetryPolicy(
        int retries,
        Duration backoff,
        Duration maxBackoff,
        double jitter,
        Fn<Throwable, Boolean> when)
        implements Serializable {

    /// Checks the parts.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public RetryPolicy {
        Checks.argument(retries >= 0, "Retries must not be negative", "retries", retries);
        Checks.notNegative("backoff", backoff);
        Checks.notNegative("maxBackoff", maxBackoff);
        Checks.argument(jitter >= 0 && jitter <= 1, "Jitter must be 0 to 1", "jitter", jitter);
        Checks.notNull("when", when);
    }

    /// Tries again at once, on every failure that is an [Exception]: a timeout, too, but no
    /// [Error].
    ///
    /// @param retries how many attempts may follow the first, at least 0
    /// @return the policy
    /// @throws IllegalArgumentException if it is negative
    public static RetryPolicy times(int retries) {
        return new RetryPolicy(
                retries,
                Duration.ZERO,
                Duration.ofSeconds(30),
                0.5,
                failure -> failure instanceof Exception);
    }

    /// The same with waits between the attempts.
    ///
    /// @param first how long before the second attempt; it doubles before each further one
    /// @return a new policy
    /// @throws IllegalArgumentException if it is negative
    public RetryPolicy withBackoff(Duration first) {
        return new RetryPolicy(retries, first, maxBackoff, jitter, when);
    }

    /// The same with another limit of the waits.
    ///
    /// @param most what a wait does not go beyond; 30 s unless set
    /// @return a new policy
    /// @throws IllegalArgumentException if it is negative
    public RetryPolicy withMaxBackoff(Duration most) {
        return new RetryPolicy(retries, backoff, most, jitter, when);
    }

    /// The same with another share of chance.
    ///
    /// @param share 0 to 1; 0.5 unless set
    /// @return a new policy
    /// @throws IllegalArgumentException if it is out of its range
    public RetryPolicy withJitter(double share) {
        return new RetryPolicy(retries, backoff, maxBackoff, share, when);
    }

    /// The same for other failures. The test runs on the worker, or in the program if the worker is
    /// a process; when it throws the task is not tried again.
    ///
    /// @param test says whether a task that failed so is to be tried again
    /// @return a new policy
    public RetryPolicy when(Fn<Throwable, Boolean> test) {
        return new RetryPolicy(retries, backoff, maxBackoff, jitter, test);
    }

    /// How long to wait before the attempt after so many, in nanoseconds.
    long backoffNanos(int attempts) {
        long most = Durations.nanos(maxBackoff);
        long wait = Math.min(Durations.nanos(backoff), most);
        for (int i = 1; i < attempts && wait < most; i++) {
            wait = wait > most / 2 ? most : wait * 2;
        }
        return wait - (long) (wait * jitter * ThreadLocalRandom.current().nextDouble());
    }

    boolean isForFailure(Throwable failure, int attempts) {
        if (attempts > retries) {
            return false;
        }
        try {
            return when.call(failure);
        } catch (Throwable broken) {
            Ended.keepEarlier(failure, broken);
            return false;
        }
    }
}
