package io.manyhands.process;

import io.manyhands.spi.Allowance;
import io.manyhands.spi.Upstream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How deep worker processes can be nested, and how many there can be: a worker can open workers of
/// its own, and theirs can again, until none are left. So a task that opens workers whose tasks do
/// the same is told, and does not fill the machine. Stateless.
final class Nesting {
    /// The system property with the number of levels that a program may have.
    static final String LEVELS = "io.manyhands.maxDepth";

    /// The system property with the number of worker processes that all tasks of one of its pools
    /// may have open.
    static final String PLACES = "io.manyhands.maxNested";

    static final int DEFAULT_LEVELS = 3;
    static final int DEFAULT_PLACES = Math.max(64, 8 * Runtime.getRuntime().availableProcessors());

    private static final String FILE = "nested";

    private Nesting() {}

    /// What a worker of this JVM may have below it.
    ///
    /// @param directory where the program's file of places is, if this is the program
    /// @throws IllegalArgumentException if a limit of this program is no number
    static Allowance below(Path directory) {
        Allowance own = Upstream.allowance();
        return own == null
                ? new Allowance(
                        levels(null) - 1,
                        directory.resolve(FILE).toString(),
                        limit(PLACES, System.getProperty(PLACES), DEFAULT_PLACES))
                : new Allowance(levels(own) - 1, own.places(), own.most());
    }

    private static int levels(@Nullable Allowance own) {
        return own == null
                ? limit(LEVELS, System.getProperty(LEVELS), DEFAULT_LEVELS)
                : own.levels();
    }

    /// The limit of a program that was given this one.
    static int limit(String property, @Nullable String given, int usual) {
        if (given == null) {
            return usual;
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
                "A limit of worker processes must be a number from 0 on: "
                        + property
                        + ("='" + given + "'"));
    }

    /// Fails where there may be no workers.
    ///
    /// @throws IllegalStateException if this JVM is as deep as can be
    static void check() {
        if (levels(Upstream.allowance()) < 1) {
            throw new IllegalStateException(
                    "Worker processes can be nested only so deep: left=0, property=" + LEVELS);
        }
    }
}
