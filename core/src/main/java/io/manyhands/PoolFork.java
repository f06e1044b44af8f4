package io.manyhands;

import io.manyhands.waits.Need;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A subtask that is a task of the workers, of whatever kind. Thread-safe.
final class PoolFork<T extends @Nullable Object> extends Fork<T> {
    private final Run run;
    private @Nullable Object body;

    PoolFork(ScopeRun<?, ?> scope, Pool pool, Settings settings, Object body) {
        super(scope);
        this.run = new Run(pool, settings, body);
        this.body = body;
    }

    @Override
    void start() {
        Object prepared = Objects.requireNonNull(body);
        body = null;
        try {
            AbstractSubmitter.enqueue(run, prepared);
        } catch (Throwable refused) {
            boolean _ = run.end(Ended.failed(refused, "task=" + run.label()));
            throw refused;
        }
    }

    @Override
    Need need() {
        return TaskEnd.of(run).need();
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
    boolean isStuck() {
        return run.phase == TaskState.STUCK;
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
        @Nullable Object call(Object work) throws Exception {
            return runHere(work);
        }

        @Override
        boolean isCalledOff() {
            return scope().isCancelled();
        }
    }
}
