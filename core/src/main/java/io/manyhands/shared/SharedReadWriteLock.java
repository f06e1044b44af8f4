package io.manyhands.shared;

import java.util.concurrent.locks.ReadWriteLock;

/// A lock that many can hold to read, or one to write, across threads and processes; otherwise as a
/// [java.util.concurrent.locks.ReentrantReadWriteLock]: reentrant, a writer can lock to read, and a
/// reader that locks to write waits for itself.
///
/// A reader that dies is forgotten. After a writer that died, or whose task ended, both locks have
/// the recovered mark, which a writer clears. It can be captured by a task. Thread-safe.
public interface SharedReadWriteLock extends ReadWriteLock {
    /// {@inheritDoc}
    ///
    /// It has no conditions, its holder is the writer if there is one, and its recovered mark is
    /// that of the writers.
    @Override
    SharedLock readLock();

    /// {@inheritDoc}
    @Override
    SharedLock writeLock();
}
