package io.manyhands.testkit.contract;

class NoDeadlockProcessesTest extends NoDeadlockContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
