package io.manyhands;

import org.jspecify.annotations.Nullable;

/// A subtask that is a task of the workers, of whatever kind. Thread-safe.
final class PoolFork<T extends @Nullable Object> extends Fork<T> {
    private final Run run;

    PoolFork(ScopeRun<?, ?> scope, Pool pool, Settings settings, Object body) {
        super(scope);
        this.run = new Run(pool, settings, body);
    }

    TaskRun<?> run() {
        return run;
    }

    @Override
    @Nullable Object end() {
        return run.outcome();
    }

    @Override
    @Nullable Object settled() {
        return run.settled();
    }

    @Override
    void callOff() {
        run.callOff();
    }

    @Override
    String label() {
        return run.label();
    }

    private final class Run extends TaskRun<@Nullable Object> {
        Run(Pool pool, Settings settings, Object body) {
            super(pool, settings, body);
            onEnd(
                    new Hook() {
                        @Override
                        void ended(Completion completion) {
                            scope().ended(PoolFork.this);
                        }
                    });
        }

        @Override
        boolean isCalledOff() {
            return scope().isCancelled();
        }
    }
}
