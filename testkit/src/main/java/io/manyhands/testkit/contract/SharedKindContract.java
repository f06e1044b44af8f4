package io.manyhands.testkit.contract;

import org.junit.jupiter.api.Nested;

/// The contract of what tasks share, for one kind of workers: extend it and say which, as with
/// [KindContract].
public abstract class SharedKindContract {

    /// For the kinds.
    protected SharedKindContract() {}

    /// The kind that is tested.
    ///
    /// @return the same at each call
    protected abstract Kind kind();

    @Nested
    class Names extends SharedNamesContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Lock extends SharedLockContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class ReadWriteLock extends SharedReadWriteLockContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Semaphore extends SharedSemaphoreContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Meetings extends SharedMeetingsContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Queue extends SharedQueueContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class QueueEnd extends SharedQueueEndContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Topic extends SharedTopicContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Selection extends SelectContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class SelectionEnd extends SelectEndContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Clock extends SharedClockContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Spare extends SharedSpareContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Holdings extends SharedHoldingsContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }

    @Nested
    class Stress extends SharedStressContract {
        @Override
        protected Kind kind() {
            return SharedKindContract.this.kind();
        }
    }
}
