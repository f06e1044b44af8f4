package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.spi.Upstream;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleReply;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Refusal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The program that started this worker process, as its handles ask it: what they have submitted,
/// and what they want to know. Thread-safe.
final class Parent implements Upstream.Receiver {
    /// What is not answered yet.
    sealed interface Open {}

    /// A job that is sent, or about to be. What is not final is written before it is open, except
    /// whether it was to be interrupted, which anyone writes.
    static final class Sent implements Open {
        private final long number;
        private final RemoteJob job;
        private @Nullable RemoteWorker worker;
        private @Nullable Parcel parcel;
        // Its place in the order of asking, written once it is sent; 0 if it is answered before.
        private volatile long place;
        private volatile boolean isInterrupted;

        private Sent(long number, RemoteJob job) {
            this.number = number;
            this.job = job;
        }

        long number() {
            return number;
        }

        private void answered(byte kind, byte[] payload) {
            Answer answer = new Answer();
            answer.fill(kind, payload, 0, payload.length, false, LargeArray.NONE);
            job.answered(Objects.requireNonNull(worker), Objects.requireNonNull(parcel), 0, answer);
        }
    }

    /// One who asks and waits. The answer is written by the thread that reads the pipe.
    private static final class Asker implements Open {
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable HandleReply reply;

        void answered(HandleReply answer) {
            reply = answer;
            LockSupport.unpark(thread);
        }

        HandleReply await() {
            return Objects.requireNonNull(await(Long.MAX_VALUE, () -> false));
        }

        /// Waits for the reply, or until it is over, and looks at that so often. An interrupt is
        /// kept for later.
        @Nullable HandleReply await(long lookNanos, BooleanSupplier isOver) {
            boolean interrupted = false;
            HandleReply answer = reply;
            while (answer == null && !isOver.getAsBoolean()) {
                LockSupport.parkNanos(this, lookNanos);
                interrupted |= Thread.interrupted();
                answer = reply;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return answer;
        }
    }

    /// How often the one who ends a task looks whether the program reads no more.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Target NOBODY = new Target(0, 0);

    /// Says that no task waits any more: made beforehand, so that it can be said in any case.
    private static final byte[] WAITED = bare(HandleRequest.WAITED, NOBODY, 0).frame();

    private static final Codec CODEC = Codec.of(Codec.ownLoader());
    private static final ReentrantLock OVER = new ReentrantLock();
    // Guarded by the lock.
    private static @Nullable Parent current;

    private final Upstream line;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final Map<RemoteJob, Sent> sent = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Reading reading = new Reading();
    private final ReentrantLock waitsLock = new ReentrantLock();
    // How many threads wait for tasks of the program, guarded by the lock, as is the order of what
    // is said of it.
    private int waits;

    private Parent(Upstream line) {
        this.line = line;
    }

    /// The parent of this JVM.
    @SuppressWarnings("ReferenceEquality") // a line is itself
    static Parent over(Upstream line) {
        OVER.lock();
        try {
            Parent known = current;
            if (known == null || known.line != line) {
                known = new Parent(line);
                line.receiver(known);
                current = known;
            }
            return known;
        } finally {
            OVER.unlock();
        }
    }

    /// The number by which the program knows a loader.
    ///
    /// @return the number, or -1
    int loaderId(ClassLoader loader) {
        return line.loaderId(loader);
    }

    // Tasks.

    /// Keeps in mind that a job is being sent, so that it can be told to stop from now on.
    Sent begin(RemoteJob job) {
        Sent begun = new Sent(numbers.incrementAndGet(), job);
        sent.put(job, begun);
        return begun;
    }

    /// It has nothing to be sent.
    void forget(Sent begun) {
        sent.remove(begun.job, begun);
    }

    /// It could not be sent: what comes of it nevertheless is nobody's.
    void abandon(Sent begun) {
        open.remove(begun.number);
        forget(begun);
    }

    /// Sends a job's parcel. The job is answered later, by the thread that reads the pipe, or now
    /// if it cannot be sent.
    void send(Sent begun, HandleRequest request, RemoteWorker worker, Parcel parcel) {
        begun.worker = worker;
        begun.parcel = parcel;
        byte[] frame = request.frame();
        if (frame.length > HandleRequest.MAX_BYTES) {
            String sentence =
                    "What a task in a worker process submits must stay within the limit: bytes="
                            + frame.length
                            + (", limit=" + HandleRequest.MAX_BYTES);
            forget(begun);
            begun.answered(
                    CallDescriptor.REFUSED, new Refusal(sentence, "task", new byte[0]).encode());
            return;
        }
        open.put(begun.number, begun);
        long place = line.send(frame);
        begun.place = place;
        reading.sent(place);
        if (begun.isInterrupted) {
            stop(begun);
        }
    }

    /// Has a job interrupted that is not answered yet.
    void interrupt(RemoteJob job) {
        Sent known = sent.get(job);
        if (known != null) {
            known.isInterrupted = true;
            stop(known);
        }
    }

    /// Takes a job back that is not answered yet.
    ///
    /// @return whether it has not begun and never will: it hears no more then
    boolean takeBack(RemoteJob job) {
        Sent known = sent.get(job);
        boolean isBack =
                known != null
                        && isTrue(HandleRequest.TAKE_BACK, new Target(0, known.number))
                        && open.remove(known.number) != null;
        if (isBack) {
            sent.remove(job, known);
        }
        return isBack;
    }

    /// Has a job stopped that was cancelled while it was sent. It is answered as any other.
    void stop(Sent known) {
        reading.sent(line.send(bare(HandleRequest.INTERRUPT, NOBODY, known.number).frame()));
    }

    /// Asks whether a job runs that is not answered yet.
    boolean isRunning(RemoteJob job) {
        Sent known = sent.get(job);
        return known != null && isTrue(HandleRequest.IS_RUNNING, new Target(0, known.number));
    }

    // Waits.

    /// Asks whether a task of this process may wait for one of those workers, and says so.
    ///
    /// @throws RejectedExecutionException if not
    void lendSeat(Target workers) {
        Asker asker = new Asker();
        long number = numbers.incrementAndGet();
        byte[] frame = bare(HandleRequest.WAIT, workers, number).frame();
        open.put(number, asker);
        long place = sayWaits(frame);
        boolean mayWait = false;
        try {
            Object _ = answer(asker, place);
            mayWait = true;
        } finally {
            if (!mayWait) {
                takeSeatBack();
            }
        }
    }

    /// One more waits, unless that cannot be said.
    private long sayWaits(byte[] frame) {
        boolean isSaid = false;
        waitsLock.lock();
        try {
            waits++;
            long place = line.send(frame);
            isSaid = true;
            return place;
        } finally {
            // Calls nothing but the unlocking, as there may be no more stack.
            if (!isSaid) {
                waits--;
            }
            waitsLock.unlock();
        }
    }

    void takeSeatBack() {
        waitsLock.lock();
        try {
            waits--;
            if (waits == 0) {
                long _ = line.send(WAITED);
            }
        } finally {
            waitsLock.unlock();
        }
    }

    // Questions.

    /// Asks something of workers that is true or not.
    boolean isTrue(byte kind, Target workers) {
        return Boolean.TRUE.equals(ask(kind, workers));
    }

    /// Asks something of workers, and waits for the answer. An interrupt is kept for later.
    @Nullable Object ask(byte kind, Target workers) {
        StackRoom.ensure();
        Asker asker = new Asker();
        long number = numbers.incrementAndGet();
        open.put(number, asker);
        return answer(asker, line.send(bare(kind, workers, number).frame()));
    }

    private @Nullable Object answer(Asker asker, long place) {
        HandleReply reply = asker.await();
        reading.read(place);
        Copies copies = Copies.with(CODEC);
        if (reply.kind() == CallDescriptor.VALUE) {
            return copies.decode("answer", reply.payload());
        }
        throw Copies.<RuntimeException>sneak(copies.decodeFailure(reply.payload()));
    }

    private static HandleRequest bare(byte kind, Target workers, long number) {
        return new HandleRequest(kind, number, workers, HandleRequest.Task.NONE);
    }

    // Answers.

    @Override
    public void told(byte[] body) throws BrokenFrameException {
        HandleReply reply = HandleReply.of(body);
        switch (open.remove(reply.number())) {
            case Asker asker -> asker.answered(reply);
            case Sent done -> {
                sent.remove(done.job, done);
                reading.read(done.place);
                done.answered(reply.kind(), reply.payload());
            }
            case null -> {
                // It was asked about after its end.
            }
        }
    }

    /// {@inheritDoc}
    ///
    /// Costs a task nothing that has waited for whatever it gave to its handles, or has none.
    @Override
    public void settle(BooleanSupplier isOver) {
        if (reading.isDone()) {
            return;
        }
        Asker asker = new Asker();
        long number = numbers.incrementAndGet();
        open.put(number, asker);
        long place = line.send(bare(HandleRequest.READ, NOBODY, number).frame());
        HandleReply _ = asker.await(LOOK_NANOS, isOver);
        reading.read(place);
    }
}
