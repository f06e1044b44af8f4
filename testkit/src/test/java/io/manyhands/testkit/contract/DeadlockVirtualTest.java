package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class DeadlockVirtualTest extends DeadlockContract {
    @Override
    protected Kind kind() {
        return new Kind("virtual", Set.of(), Workers::virtual);
    }
}
