package io.manyhands.simulation;

import io.manyhands.ManyhandsException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A simulated run has failed: its scenario threw, or nothing could go on any more. The message
/// names the seed, with which [Simulation#of(long)] runs it again.
public final class SimulationFailedException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final transient SimulatedRun run;

    SimulationFailedException(String rule, SimulatedRun run, @Nullable Throwable cause) {
        super(rule + ": " + run.words(), cause);
        this.run = run;
    }

    /// The run up to its failure.
    ///
    /// @return what is known of it
    public SimulatedRun run() {
        return run;
    }
}
