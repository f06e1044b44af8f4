package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class LimitedVirtualTest extends KindContract {
    @Override
    protected Kind kind() {
        return new Kind("virtual with a limit", Set.of(Kind.Trait.LIMITED), Workers::virtual);
    }
}
