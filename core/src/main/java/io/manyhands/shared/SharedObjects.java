package io.manyhands.shared;

/// Makes what tasks share, and gives it again: objects with a name are the same for all who ask for
/// it, here and in all tasks; those without one are new at each call, and are shared by capturing
/// them. A name stands for one object, of one kind.
///
/// ```java
/// SharedCounter hits = workers.counter();
/// Results<String> lines = workers.map(paths, path -> {
///     hits.incrementAndGet();
///     return read(path);
/// });
/// ```
///
/// All methods throw [IllegalArgumentException] if the name is blank or longer than
/// [Blueprint#MAX_NAME] characters, if it stands for an object of another kind or with other
/// parameters, or if a parameter is out of its range; and [IllegalStateException] when those to
/// whom the objects belong are closed. Thread-safe.
public interface SharedObjects {
    /// Any of them, with all that can be said of it.
    ///
    /// @param blueprint what it is to be
    /// @param <T> what it is
    /// @return the object of that name, made if there is none; a new one if it has none
    <T> T shared(Blueprint<T> blueprint);

    /// A lock.
    ///
    /// @param name its name
    /// @return the lock of that name
    default SharedLock lock(String name) {
        return shared(Blueprint.lock(Rules.given(name)));
    }

    /// A lock without a name.
    ///
    /// @return a new one
    default SharedLock lock() {
        return shared(Blueprint.lock(null));
    }

    /// A lock that many can hold to read, or one to write.
    ///
    /// @param name its name
    /// @return the lock of that name
    default SharedReadWriteLock readWriteLock(String name) {
        return shared(new Blueprint.ReadWriteLock(Rules.given(name)));
    }

    /// A lock that many can hold to read, or one to write, without a name.
    ///
    /// @return a new one
    default SharedReadWriteLock readWriteLock() {
        return shared(new Blueprint.ReadWriteLock(null));
    }

    /// A semaphore.
    ///
    /// @param name its name
    /// @param permits how many it has, at least 1
    /// @return the semaphore of that name
    default SharedSemaphore semaphore(String name, int permits) {
        return shared(new Blueprint.Semaphore(Rules.given(name), permits));
    }

    /// A semaphore without a name.
    ///
    /// @param permits how many it has, at least 1
    /// @return a new one
    default SharedSemaphore semaphore(int permits) {
        return shared(new Blueprint.Semaphore(null, permits));
    }

    /// An event, which has not happened when it is made.
    ///
    /// @param name its name
    /// @return the event of that name
    default SharedEvent event(String name) {
        return shared(new Blueprint.Event(Rules.given(name)));
    }

    /// An event without a name.
    ///
    /// @return a new one
    default SharedEvent event() {
        return shared(new Blueprint.Event(null));
    }

    /// A barrier.
    ///
    /// @param name its name
    /// @param parties how many must arrive, at least 1
    /// @return the barrier of that name
    default SharedBarrier barrier(String name, int parties) {
        return shared(new Blueprint.Barrier(Rules.given(name), parties));
    }

    /// A barrier without a name.
    ///
    /// @param parties how many must arrive, at least 1
    /// @return a new one
    default SharedBarrier barrier(int parties) {
        return shared(new Blueprint.Barrier(null, parties));
    }

    /// A latch.
    ///
    /// @param name its name
    /// @param count what is to be counted down, at least 0
    /// @return the latch of that name
    default SharedLatch latch(String name, int count) {
        return shared(new Blueprint.Latch(Rules.given(name), count));
    }

    /// A latch without a name.
    ///
    /// @param count what is to be counted down, at least 0
    /// @return a new one
    default SharedLatch latch(int count) {
        return shared(new Blueprint.Latch(null, count));
    }

    /// A counter, which begins at 0.
    ///
    /// @param name its name
    /// @return the counter of that name
    default SharedCounter counter(String name) {
        return shared(new Blueprint.Counter(Rules.given(name)));
    }

    /// A counter without a name.
    ///
    /// @return a new one
    default SharedCounter counter() {
        return shared(new Blueprint.Counter(null));
    }

    /// A queue in the order of arrival; see [Blueprint.Queue] for others.
    ///
    /// @param name its name
    /// @param capacity how many items it takes, at least 1
    /// @param <T> what the items are
    /// @return the queue of that name
    default <T> SharedQueue<T> queue(String name, int capacity) {
        return shared(Blueprint.<T>queue(Rules.given(name), capacity));
    }

    /// A queue in the order of arrival, without a name.
    ///
    /// @param capacity how many items it takes, at least 1
    /// @param <T> what the items are
    /// @return a new one
    default <T> SharedQueue<T> queue(int capacity) {
        return shared(Blueprint.<T>queue(null, capacity));
    }

    /// A topic whose slow subscribers lose the oldest messages; see [Blueprint.Topic] for others.
    ///
    /// @param name its name
    /// @param capacity how many messages are kept for a subscriber, at least 1
    /// @param <T> what the messages are
    /// @return the topic of that name
    default <T> SharedTopic<T> topic(String name, int capacity) {
        return shared(Blueprint.<T>topic(Rules.given(name), capacity));
    }

    /// A topic whose slow subscribers lose the oldest messages, without a name.
    ///
    /// @param capacity how many messages are kept for a subscriber, at least 1
    /// @param <T> what the messages are
    /// @return a new one
    default <T> SharedTopic<T> topic(int capacity) {
        return shared(Blueprint.<T>topic(null, capacity));
    }

    /// A pipe: two queues, one for each direction.
    ///
    /// @param name its name
    /// @param capacity how many items each direction takes, at least 1
    /// @param <T> what is sent and received
    /// @return the pipe of that name
    default <T> SharedPipe<T> pipe(String name, int capacity) {
        return shared(new Blueprint.Pipe<T>(Rules.given(name), capacity));
    }

    /// A pipe without a name.
    ///
    /// @param capacity how many items each direction takes, at least 1
    /// @param <T> what is sent and received
    /// @return a new one
    default <T> SharedPipe<T> pipe(int capacity) {
        return shared(new Blueprint.Pipe<T>(null, capacity));
    }

    /// Memory, which begins as zeros.
    ///
    /// @param name its name
    /// @param sizeBytes how large it is, at least 1
    /// @return the memory of that name
    default SharedArray sharedArray(String name, long sizeBytes) {
        return shared(new Blueprint.Array(Rules.given(name), sizeBytes));
    }

    /// Memory without a name, which begins as zeros.
    ///
    /// @param sizeBytes how large it is, at least 1
    /// @return a new one
    default SharedArray sharedArray(long sizeBytes) {
        return shared(new Blueprint.Array(null, sizeBytes));
    }
}
