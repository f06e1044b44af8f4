package io.manyhands.testkit.contract;

class SharedDeathTest extends SharedDeathContract {
    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }
}
