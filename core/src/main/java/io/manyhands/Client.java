package io.manyhands;

import io.manyhands.spi.Guest;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.HandleRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A worker elsewhere as one that submits: does what its handles ask, and tells them what becomes
/// of it. Thread-safe.
/* Asked by the thread that reads the worker's pipe, which must go on reading: nothing here runs
 * users' code or waits there. What it is told goes by Replies.
 *
 * A run is among the runs only once the pool has accepted it, so that nobody cancels what is not
 * counted; that the worker has left in between is noticed then.
 */
final class Client implements Guest {
    private final Pool own;
    private final Line worker;
    private final Map<Long, GuestRun> runs = new ConcurrentHashMap<>();
    private final Replies replies;
    private final ReentrantLock seatLock = new ReentrantLock();
    // Guarded by the lock: whether a spare may stand in for the worker.
    private boolean isSeatLent;
    private volatile boolean hasLeft;
    private volatile boolean isLost;

    Client(Pool own, Line worker) {
        this.own = own;
        this.worker = worker;
        this.replies = new Replies(own, worker);
    }

    @Override
    public void asked(byte[] body) throws BrokenFrameException {
        HandleRequest request = HandleRequest.of(body);
        if (hasLeft) {
            return;
        }
        switch (request.kind()) {
            case HandleRequest.TASK, HandleRequest.ITEM, HandleRequest.EXECUTE -> submit(request);
            case HandleRequest.INTERRUPT -> interrupt(request.number());
            case HandleRequest.TAKE_BACK -> takeBack(request);
            case HandleRequest.IS_RUNNING -> tellWhetherRunning(request);
            case HandleRequest.WAITED -> takeSeatBack();
            case HandleRequest.READ -> replies.value(request.number(), null);
            default -> answer(request);
        }
    }

    // Tasks.

    private void submit(HandleRequest request) throws BrokenFrameException {
        if (runs.containsKey(request.number())) {
            throw new BrokenFrameException(
                    "A task must have a number of its own: number=" + request.number());
        }
        HandleRequest.Task task = request.task();
        ClassLoader loader = worker.loaderOf(task.loader());
        if (loader == null) {
            replies.failure(
                    request.number(),
                    new RejectedExecutionException(
                            "A task must be of classes that the program still has: loader="
                                    + task.loader()));
            return;
        }
        Pool pool = poolOf(request);
        if (pool == null) {
            replies.failure(request.number(), unknown(request));
            return;
        }
        byte type =
                request.kind() == HandleRequest.ITEM
                        ? CallDescriptor.GUEST_ITEM
                        : CallDescriptor.GUEST_TASK;
        GuestParcel parcel = new GuestParcel(loader, type, task.code(), task.payload());
        try {
            Settings settings = settings(pool, task);
            if (request.kind() == HandleRequest.EXECUTE) {
                pool.enqueue(new ExecuteRun(pool, settings, parcel));
                replies.value(request.number(), null);
            } else {
                start(new GuestRun(pool, settings, parcel, this, request.number()));
            }
        } catch (Throwable refused) {
            replies.failure(request.number(), refused);
        }
    }

    private void start(GuestRun run) {
        run.pool.enqueue(run);
        runs.put(run.number(), run);
        if (run.isEnded()) {
            forget(run.number());
        } else if (isLost) {
            boolean _ = run.cancel(true);
        } else if (hasLeft) {
            runs.remove(run.number());
        }
    }

    private static Settings settings(Pool pool, HandleRequest.Task task) {
        long limit = task.limitNanos();
        Settings.Deadline deadline =
                limit < 0
                        ? null
                        : new Settings.Deadline(
                                pool.time().nanos() + task.deadlineNanos(),
                                Duration.ofNanos(limit));
        return new Settings(task.name(), task.timeoutNanos(), deadline, null, List.of());
    }

    /// The workers that are asked, if they are this program's, open, and processes.
    private static @Nullable Pool poolOf(HandleRequest request) {
        Pool pool = Handle.find(request.workers());
        return pool == null || pool.isBorrowed() || !pool.isRemote() ? null : pool;
    }

    private static RejectedExecutionException unknown(HandleRequest request) {
        return new RejectedExecutionException(
                request.workers().program() == Handle.OWN_PROGRAM
                        ? "Workers that were closed take no tasks: number="
                                + request.workers().number()
                        : "Workers can be used by the processes that their own program has started,"
                                + " and by no others: number="
                                + request.workers().number());
    }

    private void interrupt(long number) {
        GuestRun run = runs.get(number);
        if (run != null) {
            run.giveUp();
        }
    }

    private void takeBack(HandleRequest request) {
        GuestRun run = runs.get(request.workers().number());
        boolean isTakenBack = run != null && run.takeBack();
        if (isTakenBack) {
            forget(request.workers().number());
        }
        replies.value(request.number(), isTakenBack);
    }

    private void tellWhetherRunning(HandleRequest request) {
        GuestRun run = runs.get(request.workers().number());
        replies.value(request.number(), run != null && run.isRunning());
    }

    /// A run has ended.
    void ended(long number, Object end) {
        forget(number);
        if (hasLeft) {
            return;
        }
        try {
            replies.end(number, end);
        } catch (Throwable failure) {
            replies.giveUp(failure);
        }
    }

    private void forget(long number) {
        runs.remove(number);
        if (!hasLeft && runs.isEmpty()) {
            // The worker may leave now.
            own.backend().nudge();
        }
    }

    @Override
    public boolean isIdle() {
        return runs.isEmpty();
    }

    @Override
    public void left() {
        leave();
        runs.clear();
        takeSeatBack();
    }

    @Override
    public void lost() {
        // First: who sees that it has left must see this, too.
        if (!hasLeft) {
            isLost = true;
        }
        leave();
        for (GuestRun run : runs.values()) {
            boolean _ = run.cancel(true);
        }
        takeSeatBack();
    }

    private void leave() {
        hasLeft = true;
        replies.stop();
    }

    // Questions.

    private void answer(HandleRequest request) throws BrokenFrameException {
        Pool pool = poolOf(request);
        boolean isForeign = request.workers().program() != Handle.OWN_PROGRAM;
        long number = request.number();
        if (pool == null && (isForeign || isOfTheOpen(request.kind()))) {
            replies.failure(number, unknown(request));
        } else {
            switch (request.kind()) {
                case HandleRequest.IS_SHUTDOWN ->
                        replies.value(number, pool == null || pool.isShutdown());
                case HandleRequest.IS_TERMINATED ->
                        replies.value(number, pool == null || pool.isTerminated());
                case HandleRequest.STATISTICS ->
                        own.journal().callBack("statistics", () -> tellStatistics(number, pool));
                case HandleRequest.SHARED ->
                        own.journal().callBack("shared", () -> tellShared(number, pool));
                case HandleRequest.WAIT -> lendSeat(number, pool);
                default ->
                        throw new BrokenFrameException(
                                "A request must be of a known kind: kind=" + request.kind());
            }
        }
    }

    private void tellStatistics(long number, @Nullable Pool pool) {
        try {
            replies.value(number, pool == null ? null : pool.statistics());
        } catch (Throwable failure) {
            replies.failure(number, failure);
        }
    }

    private void tellShared(long number, @Nullable Pool pool) {
        try {
            replies.value(number, pool == null ? null : pool.sharedDirectory());
        } catch (Throwable failure) {
            replies.failure(number, failure);
        }
    }

    /// Whether only workers that are open have an answer.
    private static boolean isOfTheOpen(byte kind) {
        return kind == HandleRequest.STATISTICS || kind == HandleRequest.SHARED;
    }

    // Waits.

    @SuppressWarnings("ReferenceEquality") // a pool is itself
    private void lendSeat(long number, @Nullable Pool waitedFor) {
        seatLock.lock();
        try {
            isSeatLent = isSeatLent || (!hasLeft && own.lendSeat(own == waitedFor));
        } catch (RejectedExecutionException refused) {
            replies.failure(number, refused);
            return;
        } finally {
            seatLock.unlock();
        }
        worker.waits(true);
        replies.value(number, null);
    }

    private void takeSeatBack() {
        seatLock.lock();
        try {
            if (isSeatLent) {
                isSeatLent = false;
                own.takeSeatBack();
            }
        } finally {
            seatLock.unlock();
        }
        worker.waits(false);
    }
}
