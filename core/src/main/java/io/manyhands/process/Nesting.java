package io.manyhands.process;

import io.manyhands.spi.Upstream;
import org.jspecify.annotations.Nullable;

/// How deep worker processes can be nested: a worker can open workers of its own, and theirs can
/// again, until none are left. So a task that opens workers whose tasks do the same is told, and
/// does not fill the machine. Stateless.
final class Nesting {
    /// The system property with the number of levels that a program may have.
    static final String LIMIT = "io.manyhands.maxDepth";

    static final int DEFAULT_LIMIT = 3;

    private Nesting() {}

    /// How many levels this JVM may have below it.
    ///
    /// @throws IllegalArgumentException if the limit of this program is no number
    static int left() {
        int said = Upstream.allowance();
        return said >= 0 ? said : limit(System.getProperty(LIMIT));
    }

    /// The limit of a program that was given this one.
    static int limit(@Nullable String given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "The depth of worker processes must be a number from 0 on: "
                        + LIMIT
                        + ("='" + given + "'"));
    }

    /// Fails where there may be no workers.
    ///
    /// @throws IllegalStateException if this JVM is as deep as can be
    static void check() {
        if (left() < 1) {
            throw new IllegalStateException(
                    "Worker processes can be nested only so deep: left=0, property=" + LIMIT);
        }
    }
}
