package io.manyhands.testkit.contract;

class DeadlockProcessesTest extends DeadlockContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
