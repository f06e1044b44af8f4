package io.manyhands.memory;

/// Waiting in a loop for a side that may need this very processor.
final class Pause {
    private Pause() {}

    @SuppressWarnings("ThreadPriorityCheck")
    static void yieldNow() {
        Thread.yield();
    }
}
