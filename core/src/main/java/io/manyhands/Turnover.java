package io.manyhands;

import io.manyhands.process.Terms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How worker processes come and go. Immutable; [ProcessOptions] has a `with...` for each part,
/// which tells what it does.
///
/// @param recycleAfter how many tasks a worker runs at most; 0 for any number
/// @param maxAge how old a worker gets; null for any age
/// @param recycleGrowth by how much a worker's resident memory may grow, as `256m`; null for any
///   size
/// @param minCount how many workers there are at all times; 0 for as many as there are in all
/// @param idleTimeout after how long those above that number leave that have nothing to do
/// @param warmSpares how many more are up in case that one is to be replaced
public record Turnover(
        long recycleAfter,
        @Nullable Duration maxAge,
        @Nullable String recycleGrowth,
        int minCount,
        Duration idleTimeout,
        int warmSpares) {
    private static final Turnover NONE = new Turnover(0, null, null, 0, Duration.ofMinutes(1), 0);

    /// Checks the parts.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public Turnover {
        Checks.argument(
                recycleAfter >= 0, "Tasks must not be negative", "recycleAfter", recycleAfter);
        if (maxAge != null) {
            Checks.positive("maxAge", maxAge);
        }
        Sizes.check("recycleGrowth", recycleGrowth);
        Checks.argument(minCount >= 0, "Workers must not be negative", "minCount", minCount);
        Checks.positive("idleTimeout", idleTimeout);
        Checks.argument(warmSpares >= 0, "Spares must not be negative", "warmSpares", warmSpares);
    }

    /// All start at once and stay; spares that nobody needs leave after a minute.
    ///
    /// @return the default
    public static Turnover none() {
        return NONE;
    }

    Turnover withRecycleAfter(long tasks) {
        return new Turnover(tasks, maxAge, recycleGrowth, minCount, idleTimeout, warmSpares);
    }

    Turnover withMaxAge(Duration age) {
        return new Turnover(recycleAfter, age, recycleGrowth, minCount, idleTimeout, warmSpares);
    }

    Turnover withRecycleGrowth(String size) {
        return new Turnover(recycleAfter, maxAge, size, minCount, idleTimeout, warmSpares);
    }

    Turnover withMinCount(int workers) {
        return new Turnover(recycleAfter, maxAge, recycleGrowth, workers, idleTimeout, warmSpares);
    }

    Turnover withIdleTimeout(Duration timeout) {
        return new Turnover(recycleAfter, maxAge, recycleGrowth, minCount, timeout, warmSpares);
    }

    Turnover withWarmSpares(int spares) {
        return new Turnover(recycleAfter, maxAge, recycleGrowth, minCount, idleTimeout, spares);
    }

    /// The same for workers of which there are so many in all.
    ///
    /// @throws IllegalArgumentException if there are fewer than the least number
    Terms termsOf(int count) {
        Checks.argument(
                minCount <= count,
                "The least number of workers must not be above their number: count=" + count,
                "minCount",
                minCount);
        return new Terms(
                count,
                minCount == 0 ? count : minCount,
                warmSpares,
                Durations.nanos(idleTimeout),
                recycleAfter,
                maxAge == null ? 0 : Durations.nanos(maxAge),
                recycleGrowth == null ? 0 : Sizes.bytes(recycleGrowth));
    }
}
