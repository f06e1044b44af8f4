package io.manyhands.testkit.contract;

class ProcessesOnlyTest extends ProcessesContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
