package io.manyhands.testkit.kill;

import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Kills or stops workers of this program at random moments, in a thread of its own.
final class Killer implements AutoCloseable {
    // The warden is killed once in so many times that it could be.
    private static final int WARDENS = 20;
    private static final long MOST_STOPPED_NANOS = 900_000_000;

    /// What a worker was at then, as far as the book tells.
    enum State {
        /// In a task.
        BUSY,
        /// Between two tasks, or without any.
        BETWEEN,
        /// It has not begun any task.
        COMING,
        /// It is no worker, but the warden.
        WARDEN
    }

    private final Rows rows;
    private final long meanNanos;
    private final Harm harm;
    private final Random random;
    private final Map<State, Integer> harmed = new EnumMap<>(State.class);
    private final Thread thread = new Thread(this::run, "killer");
    private volatile boolean isOver;

    /// @param mean the time between two of them on average
    Killer(Book book, Duration mean, Harm harm, long seed) throws IOException {
        this.rows = new Rows(book);
        this.meanNanos = mean.toNanos();
        this.harm = harm;
        this.random = new Random(seed);
        thread.start();
    }

    private void run() {
        while (!isOver && harm != Harm.NONE) {
            LockSupport.parkNanos((long) (random.nextDouble() * 2 * meanNanos));
            try {
                harm();
            } catch (IOException unreadable) {
                // What is killed is gone before it is looked at.
            }
        }
    }

    private void harm() throws IOException {
        Map<Long, Integer> lately = rows.lately();
        List<Long> candidates = new ArrayList<>();
        for (Long pid : candidates(lately)) {
            if (SystemProcesses.isAlive(pid)) {
                candidates.add(pid);
            }
        }
        if (candidates.isEmpty() || isOver) {
            return;
        }
        long pid = candidates.get(random.nextInt(candidates.size()));
        State state = state(pid, lately.getOrDefault(pid, 0));
        if (state == State.WARDEN && random.nextInt(WARDENS) != 0) {
            return;
        }
        if (harm == Harm.STOP_ANY ? stop(pid) : SystemProcesses.kill(pid)) {
            int _ = harmed.merge(state, 1, Integer::sum);
        }
    }

    private Collection<Long> candidates(Map<Long, Integer> lately) {
        return switch (harm) {
            case NONE -> List.of();
            case KILL_READY -> lately.keySet();
            case KILL_ANY -> children();
            case STOP_ANY -> children().stream().filter(Killer::isWorker).toList();
        };
    }

    private static State state(long pid, int lastKind) {
        return switch (lastKind) {
            case Book.BEGUN -> State.BUSY;
            case Book.ENDED -> State.BETWEEN;
            default -> isWorker(pid) ? State.COMING : State.WARDEN;
        };
    }

    private boolean stop(long pid) throws IOException {
        if (!SystemProcesses.signal("STOP", pid)) {
            return false;
        }
        long until = System.nanoTime() + (long) (random.nextDouble() * MOST_STOPPED_NANOS);
        while (!isOver && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return SystemProcesses.signal("CONT", pid);
    }

    /// The processes that this program has started: workers, and their warden.
    static List<Long> children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.map(ProcessHandle::pid).toList();
        }
    }

    private static boolean isWorker(long pid) {
        String mark = "/manyhands-" + ProcessHandle.current().pid() + "-";
        return SystemProcesses.commandLine(pid).contains(mark);
    }

    /// Does no more.
    ///
    /// @return how many were harmed
    Map<State, Integer> end() throws InterruptedException {
        isOver = true;
        LockSupport.unpark(thread);
        thread.join();
        return harmed;
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        LockSupport.unpark(thread);
        rows.close();
    }
}
