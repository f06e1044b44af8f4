package io.manyhands.process;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Hands the lines of several workers to a sink on a thread of its own, so that a slow sink holds
/// up no worker: beyond a bound the oldest lines are dropped, and that is said.
///
/// The thread starts with the first line. Thread-safe.
final class OutputDelivery implements AutoCloseable {
    static final int CAPACITY_LINES = 1024;

    private static final long LAST_LINES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Line(String worker, @Nullable String task, boolean isError, String text) {}

    private final OutputSink sink;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private @Nullable String droppedOf;
    private long dropped;
    private boolean closed;
    private @Nullable Thread thread;
    private boolean hasReported;

    OutputDelivery(OutputSink sink) {
        this(sink, work -> new Thread(null, work, "manyhands-output", 0, false));
    }

    /// @param threads gives the thread, or throws if there is none just now
    OutputDelivery(OutputSink sink, ThreadFactory threads) {
        this.sink = sink;
        this.threads = threads;
    }

    /// One that drops all lines.
    static OutputDelivery toNobody() {
        OutputDelivery delivery = new OutputDelivery((_, _, _, _) -> {});
        delivery.close();
        return delivery;
    }

    /// Takes a line; never waits for the sink. If there is no thread for it, the next line tries
    /// again.
    void deliver(String worker, @Nullable String task, boolean isError, String text) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (lines.size() == CAPACITY_LINES) {
                droppedOf = lines.remove().worker;
                dropped++;
            }
            lines.add(new Line(worker, task, isError, text));
            if (thread == null) {
                thread = start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more lines; gives the sink a moment for those that are here.
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null
                && !last.equals(Thread.currentThread())
                && !Threads.join(last, LAST_LINES_NANOS)) {
            last.interrupt();
        }
    }

    private @Nullable Thread start() {
        try {
            Thread started = threads.newThread(this::deliverAll);
            started.setDaemon(true);
            started.start();
            return started;
        } catch (Throwable noThread) {
            return null;
        }
    }

    private void deliverAll() {
        Line line = next();
        while (line != null) {
            try {
                sink.line(line.worker, line.task, line.isError, line.text);
            } catch (Throwable failure) {
                report(failure);
            }
            line = next();
        }
    }

    private @Nullable Line next() {
        lock.lock();
        try {
            while (lines.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            String worker = droppedOf;
            if (worker != null) {
                Line note = new Line(worker, null, false, "[lines dropped: count=" + dropped + "]");
                droppedOf = null;
                dropped = 0;
                return note;
            }
            return lines.poll();
        } finally {
            lock.unlock();
        }
    }

    /// Once: a sink that throws would otherwise print as much as the workers.
    private void report(Throwable failure) {
        if (!hasReported) {
            hasReported = true;
            System.getLogger(LoggerSink.NAME)
                    .log(
                            System.Logger.Level.WARNING,
                            "A receiver of the workers' output threw; this is said once",
                            failure);
        }
    }
}
