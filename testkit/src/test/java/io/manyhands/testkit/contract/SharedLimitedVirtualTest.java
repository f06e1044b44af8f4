package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class SharedLimitedVirtualTest extends SharedSpareContract {
    @Override
    protected Kind kind() {
        return new Kind("virtual with a limit", Set.of(Kind.Trait.LIMITED), Workers::virtual);
    }
}
