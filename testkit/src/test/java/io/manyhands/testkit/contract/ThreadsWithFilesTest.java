package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

/// Threads, taken for what they are not: what test and tasks share is in files, and the tests that
/// other processes are excused from are left out. So the tests themselves are tested.
class ThreadsWithFilesTest extends KindContract {
    @Override
    protected Kind kind() {
        return new Kind(
                "threads with files",
                Set.of(Kind.Trait.LIMITED, Kind.Trait.COPIES, Kind.Trait.SEPARATE),
                Workers::threads);
    }
}
