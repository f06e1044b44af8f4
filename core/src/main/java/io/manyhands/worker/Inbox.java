package io.manyhands.worker;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the control thread has for the main thread. Everything is written by the control thread
/// (the rings by the one that maps them), then the main thread is woken.
final class Inbox {
    /// A record that came by pipe.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PipeRecord(byte type, long sequence, int argument, byte[] payload) {}

    /// Who the parent says that this worker is.
    ///
    /// @param worker its name
    /// @param epoch which life of the worker it is
    record Identity(String worker, int epoch) {}

    private final Thread main;
    private final Sleep sleep;
    private final ReentrantLock lock = new ReentrantLock();

    /// Under the lock.
    private final ArrayDeque<PipeRecord> records = new ArrayDeque<>();

    /// Written under the lock.
    private volatile int count;

    private volatile @Nullable Identity identity;
    private volatile @Nullable Path memoryPath;
    private volatile @Nullable Mapping mapping;
    private volatile boolean isClosing;
    private volatile boolean isHalted;
    private volatile boolean mayGoOn;
    private volatile long graceMillis;

    Inbox(Thread main) {
        this.main = main;
        this.sleep = new Sleep(main);
    }

    /// How the mapping of the shared memory went: there is a failure, or rings and perhaps a pipe.
    record Mapping(
            @Nullable Rings rings, @Nullable RandomAccessFile bell, @Nullable String failure) {}

    /// The thread that runs the tasks.
    Thread main() {
        return main;
    }

    void add(PipeRecord record) {
        lock.lock();
        try {
            records.addLast(record);
            count = records.size();
        } finally {
            lock.unlock();
        }
        wake();
    }

    void identify(Identity given) {
        identity = given;
        wake();
    }

    void offer(Path path) {
        memoryPath = path;
        wake();
    }

    void mapped(Mapping outcome) {
        mapping = outcome;
        wake();
    }

    void close(long newGraceMillis) {
        graceMillis = newGraceMillis;
        isClosing = true;
        wake();
        LockSupport.unpark(main);
    }

    void halt() {
        isHalted = true;
        isClosing = true;
        wake();
        LockSupport.unpark(main);
    }

    void goOn() {
        mayGoOn = true;
        LockSupport.unpark(main);
    }

    /// Waits until the program has taken back what was not begun. For the main thread, which is not
    /// asleep otherwise.
    void awaitGoOn() {
        while (!mayGoOn && !isClosing) {
            Interrupts.clear();
            LockSupport.park(this);
        }
        mayGoOn = false;
    }

    void wake() {
        sleep.wake();
    }

    /// How the main thread sleeps.
    Sleep sleep() {
        return sleep;
    }

    @Nullable PipeRecord poll() {
        if (count == 0) {
            return null;
        }
        lock.lock();
        try {
            PipeRecord first = records.pollFirst();
            count = records.size();
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Nullable Identity identity() {
        return identity;
    }

    /// The path of memory that is offered; null when it is asked again.
    @Nullable Path takeMemoryPath() {
        Path path = memoryPath;
        if (path != null) {
            memoryPath = null;
        }
        return path;
    }

    /// How the mapping went, once; null if it has not ended or not begun.
    @Nullable Mapping takeMapping() {
        Mapping outcome = mapping;
        if (outcome != null) {
            mapping = null;
        }
        return outcome;
    }

    boolean isClosing() {
        return isClosing;
    }

    /// Whether nothing more can be sent or received.
    boolean isHalted() {
        return isHalted;
    }

    long graceMillis() {
        return graceMillis;
    }

    /// Whether the main thread has something to look at.
    boolean isReady() {
        return isClosing || count > 0 || memoryPath != null || mapping != null;
    }
}
