package io.manyhands.dashboard;

import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersStatistics;
import io.manyhands.WorkersStatistics.Running;
import io.manyhands.WorkersWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the page knows of some workers. Thread-safe.
final class Board implements AutoCloseable {
    private static final int SECONDS = 300;
    private static final int MOST_RUNNING = 200;
    private static final int MOST_FAILURES = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    /// The numbers at a moment, as rates since the moment before.
    ///
    /// @param millis when, by the clock on the wall
    /// @param ended how many tasks ended each second
    /// @param failed how many of them not with a value
    /// @param running how many ran
    record Sample(long millis, double ended, double failed, long running) {}

    /// A task that runs.
    ///
    /// @param task what it is
    /// @param sinceNanos since when it is known to run
    record Seen(Running task, long sinceNanos) {}

    /// Something that went wrong.
    ///
    /// @param millis when, by the clock on the wall
    /// @param what it was
    /// @param sentence why
    record Failure(long millis, String what, String sentence) {}

    /// All of it, at a moment.
    ///
    /// @param statistics the numbers
    /// @param hasEnded whether the workers have terminated
    /// @param samples the last minutes
    /// @param running what runs
    /// @param failures the latest last
    /// @param nanos when, by the same clock as the tasks
    record View(
            WorkersStatistics statistics,
            boolean hasEnded,
            List<Sample> samples,
            List<Seen> running,
            List<Failure> failures,
            long nanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private final ArrayDeque<Failure> failures = new ArrayDeque<>();
    private final WorkersWatch watch;
    // What is looked at; null when it has ended.
    private @Nullable Workers workers;
    private WorkersStatistics statistics;
    private List<Seen> running = List.of();
    private long lookedNanos;

    private Board(Workers workers) {
        this.workers = workers;
        this.statistics = workers.statistics();
        this.lookedNanos = System.nanoTime();
        this.watch = workers.watch(this::on);
    }

    static Board of(Workers workers) {
        Board board = new Board(workers);
        board.look();
        return board;
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return workers == null;
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the workers. For one thread at a time.
    void look() {
        Workers looked = watched();
        if (looked == null) {
            return;
        }
        // Before the numbers, which are the last ones then.
        boolean isOver = looked.isTerminated();
        WorkersStatistics now = looked.statistics();
        List<Running> tasks = looked.running(MOST_RUNNING);
        long nanos = System.nanoTime();
        lock.lock();
        try {
            addSample(now, nanos);
            running = seen(tasks, nanos);
            statistics = now;
            lookedNanos = nanos;
            workers = isOver ? null : looked;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Workers watched() {
        lock.lock();
        try {
            return workers;
        } finally {
            lock.unlock();
        }
    }

    private void addSample(WorkersStatistics now, long nanos) {
        double seconds = Math.max(1e-3, (nanos - lookedNanos) / NANOS_PER_SECOND);
        long ended = now.ended() - statistics.ended();
        long succeeded = now.succeeded() - statistics.succeeded();
        double all = Math.max(0, ended) / seconds;
        double failed = Math.max(0, ended - succeeded) / seconds;
        if (samples.size() == SECONDS) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(System.currentTimeMillis(), all, failed, now.running()));
    }

    private List<Seen> seen(List<Running> tasks, long nanos) {
        Map<Running, Long> before = new HashMap<>();
        running.forEach(each -> before.put(each.task, each.sinceNanos));
        List<Seen> now = new ArrayList<>(tasks.size());
        for (Running task : tasks) {
            now.add(new Seen(task, before.getOrDefault(task, nanos)));
        }
        return List.copyOf(now);
    }

    private void on(WorkersEvent event) {
        switch (event) {
            case WorkersEvent.TaskEnded ended -> {
                if (ended.failure() != null) {
                    failed(ended.name() + "-" + ended.id() + " " + ended.status(), ended.failure());
                }
            }
            case WorkersEvent.TaskRetried retried ->
                    failed(retried.name() + "-" + retried.id() + " is retried", retried.failure());
            case WorkersEvent.ItemFailed failed ->
                    failed(failed.name() + ", item " + failed.item(), failed.failure());
            case WorkersEvent.FailureReported reported ->
                    failed(reported.where(), reported.failure());
            case WorkersEvent.WorkerStuck stuck ->
                    add(stuck.worker() + " is stuck", stuck.name() + "-" + stuck.id());
            default -> {}
        }
    }

    void failed(String what, Throwable failure) {
        add(what, Text.of(failure));
    }

    private void add(String what, String sentence) {
        lock.lock();
        try {
            if (failures.size() == MOST_FAILURES) {
                failures.removeFirst();
            }
            failures.addLast(new Failure(System.currentTimeMillis(), Text.cut(what), sentence));
        } finally {
            lock.unlock();
        }
    }

    View view() {
        lock.lock();
        try {
            return new View(
                    statistics,
                    workers == null,
                    List.copyOf(samples),
                    running,
                    List.copyOf(failures),
                    System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /// The workers are told nothing more.
    @Override
    public void close() {
        watch.close();
    }
}
