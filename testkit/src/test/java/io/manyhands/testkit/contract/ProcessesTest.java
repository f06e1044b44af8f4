package io.manyhands.testkit.contract;

class ProcessesTest extends KindContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
