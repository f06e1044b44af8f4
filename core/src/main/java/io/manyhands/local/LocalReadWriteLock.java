package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A [ReentrantReadWriteLock] that knows whether a task has ended while it held it to write.
/// Thread-safe.
final class LocalReadWriteLock extends LocalObject implements SharedReadWriteLock {
    @Serial private static final long serialVersionUID = 1;

    private final transient Owned lock;
    private final transient Reading reading;
    private final transient Writing writing;
    private transient volatile boolean isRecovered;

    /// Tells who writes.
    private static final class Owned extends ReentrantReadWriteLock {
        @Serial private static final long serialVersionUID = 1;

        @Nullable Thread writer() {
            return getOwner();
        }
    }

    LocalReadWriteLock(LocalObjects home, Blueprint.ReadWriteLock blueprint) {
        super(home);
        this.lock = new Owned();
        this.reading = new Reading(this, LocalLocking.label("read lock", blueprint.name()));
        this.writing = new Writing(this, LocalLocking.label("write lock", blueprint.name()));
    }

    private @Nullable String writer() {
        Thread writer = lock.writer();
        return writer == null ? null : writer.getName();
    }

    /// Who reads is known of tasks only, which have noted it.
    private void tellWriter(Holders holders) {
        Thread writer = lock.writer();
        if (writer != null) {
            holders.hold(writing, writer, 1);
        }
    }

    @Override
    public SharedLock readLock() {
        return reading;
    }

    @Override
    public SharedLock writeLock() {
        return writing;
    }

    private static final class Reading extends LocalLocking {
        @Serial private static final long serialVersionUID = 1;

        private final transient LocalReadWriteLock both;

        Reading(LocalReadWriteLock both, String label) {
            super(both.home, both.lock.readLock(), label);
            this.both = both;
        }

        @Override
        public int holdCount() {
            return both.lock.getReadHoldCount();
        }

        @Override
        public @Nullable String holder() {
            return both.writer();
        }

        @Override
        public boolean isRecovered() {
            return both.isRecovered;
        }

        @Override
        public void clearRecovered() {
            throw new IllegalMonitorStateException(
                    "Only who holds a lock to write can clear its mark: lock=" + this);
        }

        /// Behind those who wait to write, too.
        @Override
        Need need() {
            return Need.all(this, both.writing, both);
        }

        @Override
        public void tell(Holders holders) {
            both.tellWriter(holders);
        }

        @Override
        void mark() {
            // A reader leaves nothing half done.
        }
    }

    private static final class Writing extends LocalLocking {
        @Serial private static final long serialVersionUID = 1;

        private final transient LocalReadWriteLock both;

        Writing(LocalReadWriteLock both, String label) {
            super(both.home, both.lock.writeLock(), label);
            this.both = both;
        }

        @Override
        public int holdCount() {
            return both.lock.getWriteHoldCount();
        }

        @Override
        public @Nullable String holder() {
            return both.writer();
        }

        @Override
        public boolean isRecovered() {
            return both.isRecovered;
        }

        @Override
        public void clearRecovered() {
            if (!both.lock.isWriteLockedByCurrentThread()) {
                throw new IllegalMonitorStateException(
                        "Only who holds a lock to write can clear its mark: lock=" + this);
            }
            both.isRecovered = false;
        }

        @Override
        Need need() {
            List<Object> keys = List.of(this, both.reading);
            List<Object> own =
                    both.lock.getReadHoldCount() > 0 ? List.of(both, both.reading) : List.of(both);
            return new Need(this, keys, 0, own, true);
        }

        @Override
        public void tell(Holders holders) {
            both.tellWriter(holders);
        }

        @Override
        void mark() {
            both.isRecovered = true;
        }
    }
}
