package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class SharedThreadsWithCopiesTest extends SharedKindContract {
    @Override
    protected Kind kind() {
        return new Kind(
                "threads with copies",
                Set.of(Kind.Trait.LIMITED, Kind.Trait.COPIES),
                Workers::threads);
    }
}
