package io.manyhands.testkit.contract;

class SharedProcessesTest extends SharedKindContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
