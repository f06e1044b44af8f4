package io.manyhands;

/// A task without a future: what it throws goes to its thread's handler.
final class ExecuteRun extends TaskRun<Void> {
    ExecuteRun(Pool pool, Settings settings, Object body) {
        super(pool, settings, body);
    }

    @Override
    boolean isFailureHeard() {
        return true;
    }

    @Override
    void failedUnseen(Ended ended) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, ended.cause());
        } catch (Throwable broken) {
            Reports.log("An uncaught-exception handler threw", broken);
        }
    }
}
