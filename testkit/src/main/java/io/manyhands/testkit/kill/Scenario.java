package io.manyhands.testkit.kill;

import io.manyhands.Workers;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Something that is done to workers or to a program that has them, again and again.
public interface Scenario {
    /// What it runs on.
    ///
    /// @param factory opens two workers, which the scenario closes
    /// @param directory where a file of notes may lie
    /// @param seed what chance depends on
    record Ground(Supplier<Workers> factory, Path directory, long seed) {}

    /// The name, for the log.
    ///
    /// @return one word
    String name();

    /// Runs it.
    ///
    /// @param ground what it runs on
    /// @return a line of what happened
    /// @throws Exception if something is wrong, with everything that is known
    String run(Ground ground) throws Exception;
}
