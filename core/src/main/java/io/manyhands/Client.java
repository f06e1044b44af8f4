package io.manyhands;

import io.manyhands.spi.Guest;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleReply;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.Refusal;
import io.manyhands.wire.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A worker elsewhere as one that submits: does what its handles ask, and tells them what becomes
/// of it. Thread-safe.
/* Asked by the thread that reads the worker's pipe, which must go on reading: nothing here runs
 * users' code or waits there. What may run users' code to be told is encoded by a thread of its own.
 *
 * Runs end in threads of all kinds, some with locks held, and the pipe may be full: so what is told
 * is only queued, and written by one helper at a time, which comes when there is something. `tellings`
 * counts what is in the queue, at least. A worker that does not read what it has asked for is ended
 * before that fills the memory.
 *
 * A run is among the runs only once the pool has accepted it, so that nobody cancels what is not
 * counted; that the worker has left in between is noticed then.
 */
final class Client implements Guest {
    /// More than a reply has beside its payload.
    private static final int FRAME_BYTES = 128;

    /// Replies are written together up to about so much.
    private static final int TOGETHER_BYTES = 32 * 1024;

    /// Which part of the heap may be filled with what waits to be written, for all workers.
    private static final int HEAP_PART = 4;

    private static final Codec CODEC = Codec.of(Codec.ownLoader());

    private final Pool own;
    private final Line worker;
    private final Map<Long, GuestRun> runs = new ConcurrentHashMap<>();
    private final Queue<HandleReply> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tellings = new AtomicInteger();
    private final AtomicLong untoldBytes = new AtomicLong();
    // How much may wait to be written before the next is too much.
    private final long mostUntoldBytes;
    private final ReentrantLock seatLock = new ReentrantLock();
    // Guarded by the lock: whether a spare may stand in for the worker.
    private boolean isSeatLent;
    private volatile boolean hasLeft;
    private volatile boolean isLost;

    Client(Pool own, Line worker) {
        this.own = own;
        this.worker = worker;
        long share = Runtime.getRuntime().maxMemory() / HEAP_PART / own.backend().parallelism();
        this.mostUntoldBytes = Math.max(HandleRequest.MAX_BYTES, share);
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
            case HandleRequest.READ -> tellValue(request.number(), null);
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
            tellFailure(
                    request.number(),
                    new RejectedExecutionException(
                            "A task must be of classes that the program still has: loader="
                                    + task.loader()));
            return;
        }
        Pool pool = poolOf(request);
        if (pool == null) {
            tellFailure(request.number(), unknown(request));
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
                tellValue(request.number(), null);
            } else {
                start(new GuestRun(pool, settings, parcel, this, request.number()));
            }
        } catch (Throwable refused) {
            tellFailure(request.number(), refused);
        }
    }

    private void start(GuestRun run) {
        run.pool.enqueue(run);
        runs.put(run.number(), run);
        if (run.isEnded()) {
            runs.remove(run.number());
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
        return new Settings(task.name(), task.timeoutNanos(), deadline, null);
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
        boolean _ = run != null && run.cancel(true);
    }

    private void takeBack(HandleRequest request) {
        GuestRun run = runs.get(request.workers().number());
        boolean isTakenBack = run != null && run.takeBack();
        if (isTakenBack) {
            runs.remove(request.workers().number());
        }
        tellValue(request.number(), isTakenBack);
    }

    private void tellWhetherRunning(HandleRequest request) {
        GuestRun run = runs.get(request.workers().number());
        tellValue(request.number(), run != null && run.isRunning());
    }

    /// A run has ended.
    void ended(long number, Object end) {
        runs.remove(number);
        if (hasLeft) {
            return;
        }
        try {
            tellEnd(number, end);
        } catch (Throwable failure) {
            giveUp(failure);
        }
    }

    private void tellEnd(long number, Object end) {
        if (end instanceof Arrived arrived) {
            tell(number, arrived.kind(), arrived.bytes());
        } else if (end instanceof Ended ended) {
            byte kind =
                    switch (ended.status()) {
                        case CANCELLED -> HandleReply.CANCELLED;
                        case TIMED_OUT -> HandleReply.TIMED_OUT;
                        case WORKER_LOST -> HandleReply.LOST;
                        default -> CallDescriptor.FAILURE;
                    };
            tellFailure(number, kind, ended.cause());
        } else {
            tellFailure(number, new AssertionError("A guest's end is not decoded"));
        }
    }

    @Override
    public boolean isIdle() {
        return runs.isEmpty();
    }

    @Override
    public void left() {
        hasLeft = true;
        runs.clear();
        takeSeatBack();
    }

    @Override
    public void lost() {
        // First: who sees that it has left must see this, too.
        if (!hasLeft) {
            isLost = true;
        }
        hasLeft = true;
        for (GuestRun run : runs.values()) {
            boolean _ = run.cancel(true);
        }
        takeSeatBack();
    }

    // Questions.

    private void answer(HandleRequest request) throws BrokenFrameException {
        Pool pool = poolOf(request);
        boolean isForeign = request.workers().program() != Handle.OWN_PROGRAM;
        long number = request.number();
        if (pool == null && (isForeign || request.kind() == HandleRequest.STATISTICS)) {
            tellFailure(number, unknown(request));
        } else {
            switch (request.kind()) {
                case HandleRequest.IS_SHUTDOWN ->
                        tellValue(number, pool == null || pool.isShutdown());
                case HandleRequest.IS_TERMINATED ->
                        tellValue(number, pool == null || pool.isTerminated());
                case HandleRequest.STATISTICS ->
                        own.callBack("statistics", () -> tellStatistics(number, pool));
                case HandleRequest.WAIT -> lendSeat(number, pool);
                default ->
                        throw new BrokenFrameException(
                                "A request must be of a known kind: kind=" + request.kind());
            }
        }
    }

    private void tellStatistics(long number, @Nullable Pool pool) {
        try {
            tellValue(number, pool == null ? null : pool.statistics());
        } catch (Throwable failure) {
            tellFailure(number, failure);
        }
    }

    // Waits.

    @SuppressWarnings("ReferenceEquality") // a pool is itself
    private void lendSeat(long number, @Nullable Pool waitedFor) {
        seatLock.lock();
        try {
            isSeatLent = isSeatLent || (!hasLeft && own.lendSeat(own == waitedFor));
        } catch (RejectedExecutionException refused) {
            tellFailure(number, refused);
            return;
        } finally {
            seatLock.unlock();
        }
        worker.waits(true);
        tellValue(number, null);
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

    // Telling.

    private void tellValue(long number, @Nullable Object value) {
        tell(number, CallDescriptor.VALUE, Copies.with(CODEC).encode(Subject.RESULT, value));
    }

    private void tell(long number, byte kind, byte[] payload) {
        HandleReply reply = new HandleReply(number, kind, payload);
        if (payload.length > HandleRequest.MAX_BYTES - FRAME_BYTES) {
            reply = tooLong(reply);
        }
        if (untoldBytes.getAndAdd(weight(reply)) > mostUntoldBytes) {
            worker.giveUp("A worker must read what it has asked for: limit=" + mostUntoldBytes);
            return;
        }
        untold.add(reply);
        if (tellings.getAndIncrement() == 0) {
            try {
                own.callBack("answer", this::tellAll);
            } catch (Throwable noThread) {
                giveUp(noThread);
            }
        }
    }

    /// What a reply takes of the memory.
    private static long weight(HandleReply reply) {
        return reply.payload().length + (long) FRAME_BYTES;
    }

    private static HandleReply tooLong(HandleReply reply) {
        String sentence =
                "What a task in a worker process gets must stay within the limit: bytes="
                        + reply.payload().length
                        + (", limit=" + HandleRequest.MAX_BYTES);
        byte[] refusal = new Refusal(sentence, "result", new byte[0]).encode();
        return new HandleReply(reply.number(), CallDescriptor.REFUSED, refusal);
    }

    /// Writes what there is, as the only one who does. What a worker is not told that has left, it
    /// does not miss.
    private void tellAll() {
        try {
            int told;
            do {
                List<HandleReply> replies = firstUntold(tellings.get());
                told = replies.size();
                if (!hasLeft) {
                    worker.tell(HandleReply.frames(replies));
                }
                untoldBytes.addAndGet(-replies.stream().mapToLong(Client::weight).sum());
            } while (tellings.addAndGet(-told) > 0);
        } catch (Throwable failure) {
            giveUp(failure);
        }
    }

    /// The first replies, no more than can be written together well.
    ///
    /// @param most how many there are, at least
    private List<HandleReply> firstUntold(int most) {
        List<HandleReply> replies = new ArrayList<>();
        long bytes = 0;
        while (replies.size() < most && bytes < TOGETHER_BYTES) {
            HandleReply reply = Objects.requireNonNull(untold.poll());
            replies.add(reply);
            bytes += weight(reply);
        }
        return replies;
    }

    private void tellFailure(long number, Throwable failure) {
        tellFailure(number, CallDescriptor.FAILURE, failure);
    }

    /// A failure may be a user's, or have such a cause.
    private void tellFailure(long number, byte kind, Throwable failure) {
        try {
            own.callBack("failure", () -> encodeAndTell(number, kind, failure));
        } catch (Throwable noThread) {
            giveUp(noThread);
        }
    }

    private void encodeAndTell(long number, byte kind, Throwable failure) {
        try {
            tell(number, kind, CODEC.encodeFailure(failure));
        } catch (Throwable untellable) {
            giveUp(untellable);
        }
    }

    /// The worker would wait for ever for what it is not told.
    private void giveUp(Throwable why) {
        // The failure's own text may be a user's.
        worker.giveUp(
                "A worker must be told what it has asked: failure=" + why.getClass().getName());
    }
}
