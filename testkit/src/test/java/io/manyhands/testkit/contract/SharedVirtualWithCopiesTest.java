package io.manyhands.testkit.contract;

import io.manyhands.Workers;
import java.util.Set;

class SharedVirtualWithCopiesTest extends SharedKindContract {
    @Override
    protected Kind kind() {
        return new Kind("virtual with copies", Set.of(Kind.Trait.COPIES), Workers::virtual);
    }
}
