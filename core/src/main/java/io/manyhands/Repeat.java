package io.manyhands;

import java.time.Duration;

/// When an action runs again and again, and what a late or failed run means. Two runs of one
/// schedule never overlap. Immutable.
///
/// @param interval the period or the delay
/// @param kind what the interval is measured between
/// @param first how long from now to the first run; at once if it is not positive
/// @param continuing whether the series goes on after a run that failed
public record Repeat(Duration interval, Kind kind, Duration first, boolean continuing) {

    /// What the interval is measured between.
    public enum Kind {
        /// From the start of one run to the start of the next. Runs missed because one took too
        /// long, or no worker was free, are left out; those to come keep their times.
        RATE,
        /// From the start of one run to the start of the next. Runs missed are made up for, one
        /// straight after the other, as [java.util.concurrent.ScheduledExecutorService] does.
        RATE_CATCHING_UP,
        /// From the end of one run to the start of the next. None can be missed.
        DELAY
    }

    /// Checks the parts.
    ///
    /// @throws IllegalArgumentException if the interval is not positive
    public Repeat {
        Checks.positive("interval", interval);
        Checks.notNull("kind", kind);
        Checks.notNull("first", first);
    }

    /// A fixed rate, the first run one period from now; missed runs are left out; the first failure
    /// is reported and ends the series.
    ///
    /// @param period from the start of one run to the start of the next
    /// @return the rule
    /// @throws IllegalArgumentException if the period is not positive
    public static Repeat rate(Duration period) {
        return new Repeat(period, Kind.RATE, period, false);
    }

    /// A fixed delay, the first run one delay from now; the first failure is reported and ends the
    /// series.
    ///
    /// @param delay from the end of one run to the start of the next
    /// @return the rule
    /// @throws IllegalArgumentException if the delay is not positive
    public static Repeat delay(Duration delay) {
        return new Repeat(delay, Kind.DELAY, delay, false);
    }

    /// The same, with missed runs of a rate made up for.
    ///
    /// @return a new rule
    /// @throws IllegalStateException if this is a delay, of which no run can be missed
    public Repeat catchingUp() {
        if (kind == Kind.DELAY) {
            throw new IllegalStateException("Only a rate has runs to catch up with: kind=" + kind);
        }
        return new Repeat(interval, Kind.RATE_CATCHING_UP, first, continuing);
    }

    /// The same with another first run.
    ///
    /// @param fromNow how long to the first run; at once if it is not positive
    /// @return a new rule
    public Repeat startingAfter(Duration fromNow) {
        return new Repeat(interval, kind, fromNow, continuing);
    }

    /// The same, going on after a run that failed. Each failure is still reported.
    ///
    /// @return a new rule
    public Repeat continuingAfterFailure() {
        return new Repeat(interval, kind, first, true);
    }
}
