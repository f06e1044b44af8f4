package io.manyhands.testkit.contract;

import org.junit.jupiter.api.Nested;

/// The whole contract, for one kind of workers: extend it and say which.
///
/// ```java
/// class ThreadsTest extends KindContract {
///     @Override
///     protected Kind kind() {
///         return new Kind("threads", Set.of(Kind.Trait.LIMITED), Workers::threads);
///     }
/// }
/// ```
public abstract class KindContract {

    /// For the kinds.
    protected KindContract() {}

    /// The kind that is tested.
    ///
    /// @return the same at each call
    protected abstract Kind kind();

    @Nested
    class Tasks extends TasksContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Failures extends FailuresContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Limits extends LimitsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Retries extends RetriesContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Callbacks extends CallbacksContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Future extends FutureContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ExecutorService extends ExecutorServiceContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Invoke extends InvokeContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ScheduledExecutor extends ScheduledExecutorContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Results extends ResultsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Window extends WindowContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ResultsEnd extends ResultsEndContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Mapping extends MappingContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Coroutines extends CoroutinesContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class NestedWaits extends NestedWaitsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Scopes extends ScopeContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ScopesMisused extends ScopeMisuseContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ScopesEnd extends ScopeEndContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class ScopesCancelled extends ScopeCancelContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class WorkerActions extends WorkerActionsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class WorkerLocals extends WorkerLocalContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Copies extends CopiesContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Schedules extends SchedulesContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Futures extends FuturesContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Statistics extends StatisticsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Events extends EventsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Watching extends WatchContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Stress extends StressContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class SchedulesEnd extends SchedulesEndContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Periodic extends PeriodicContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }

    @Nested
    class Commands extends CommandsContract {
        @Override
        protected Kind kind() {
            return KindContract.this.kind();
        }
    }
}
