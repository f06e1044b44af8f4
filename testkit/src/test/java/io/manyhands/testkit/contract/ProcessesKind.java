package io.manyhands.testkit.contract;

import io.manyhands.LocalOptions;
import io.manyhands.ProcessOptions;
import io.manyhands.Workers;
import java.util.Set;

/// The kind whose workers are processes. Stateless.
final class ProcessesKind {
    private ProcessesKind() {}

    static Kind get() {
        return new Kind(
                "processes",
                Set.of(Kind.Trait.LIMITED, Kind.Trait.COPIES, Kind.Trait.SEPARATE),
                ProcessesKind::open);
    }

    /// What both types of options have; copies are made anyway, and spares are for nested waits.
    private static Workers open(LocalOptions local) {
        ProcessOptions options =
                ProcessOptions.defaults()
                        .withCommon(local)
                        // So that a task that eats memory does not eat that of the machine.
                        .withMaxHeap("256m");
        return Workers.processes(options);
    }
}
