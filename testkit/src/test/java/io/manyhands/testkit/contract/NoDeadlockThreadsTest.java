package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class NoDeadlockThreadsTest extends NoDeadlockContract {
    @Override
    protected Kind kind() {
        return new Kind("threads", Set.of(Kind.Trait.LIMITED), Workers::threads);
    }
}
