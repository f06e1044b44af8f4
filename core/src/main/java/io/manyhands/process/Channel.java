package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.CorruptRingException;
import io.manyhands.memory.RingWriter;
import io.manyhands.spi.Answer;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The line to one worker, for as long as that lives: calls go out, answers come in.
///
/// It knows two streams and some shared memory, and nothing of processes. It moves bytes only: no
/// user code runs in its thread or in that of its callers. Except where it is said, nothing blocks.
/// Thread-safe.
/* Threads: anyone sends, under the lock of Requests. Anyone polls who finds the lock for polling
 * free; the reader of the pipe waits for it. So an answer is never overlooked: who polls arms the
 * bell and looks again before it lets go; what comes after that rings, and the reader, which hears
 * it, gets the lock once the poller has gone.
 *
 * Lock order: polling, then Requests. The pipe's lock is taken with neither or either held.
 */
final class Channel {
    /// Told of what comes from the worker. Its methods are called in the thread that reads the pipe
    /// or in one that polls; `answered` and `defined` with the lock for polling held. They do not
    /// throw, block or run user code.
    interface Listener {
        /// The worker is there and speaks the same protocol: calls can be sent.
        ///
        /// @param pid its process id
        void greeted(long pid);

        /// A call that went by pipe is going to run; not told if its answer came first, by the
        /// ring. Of calls in the ring nothing is heard: [Channel#begun(Call)].
        void begun(Call call);

        /// A call is answered. Its turn comes once, and never after it was taken back.
        ///
        /// @param index which one, from 0, of those that a record has
        /// @param answer valid until this returns
        void answered(Call call, int index, Answer answer);

        /// No answers come to the calls behind those that were answered: they were taken back.
        void cutShort(Call call);

        /// No more answers are there, for now. With the lock for polling held, some time after
        /// `answered` and `cutShort`.
        void settle();

        /// An entry of the dictionary that the following answers are encoded with.
        void defined(int id, byte[] definition);

        /// Answers were taken just now; no lock is held.
        default void taken() {}

        /// A call that was refused may now be taken. May come before the refusing
        /// [Channel#send(Call)] has returned: keep the call before it is sent.
        void mayHaveRoom();

        /// The worker has the shared memory: its file can be deleted.
        void mapped();

        /// The worker cannot have the shared memory, and why. Small calls still go by pipe.
        void mapFailed(String reason);

        /// A loader of the worker's asks for a resource; [Channel#sendResource] answers, from
        /// another thread.
        void resourceWanted(int request, int loader, String name);

        /// A handle of workers that a task has asks something; [Channel#tell(byte[])] answers.
        ///
        /// @param body that of an ASK frame, the listener's own
        /// @throws BrokenFrameException if it breaks the rules
        default void asked(byte[] body) throws BrokenFrameException {
            throw new BrokenFrameException("Nobody answers for workers here: bytes=" + body.length);
        }

        /// The pipe has ended, or broke the rules: nothing more is sent. Comes once.
        ///
        /// @param violation the rule that was broken, if one was
        void ended(@Nullable String violation);
    }

    /// What one waits for while polling.
    interface Awaited {
        /// Whether it is there. Quick, and called often.
        boolean isDone();
    }

    private static final int SPINS_BEFORE_YIELD = 32;

    private final String worker;
    private final int epoch;
    private final Listener listener;
    private final Outbox outbox;
    private final @Nullable Path bell;
    private final InFlight inFlight = new InFlight();
    private final Requests requests;
    private final Responses responses;
    private final ReentrantLock polling = new ReentrantLock();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<@Nullable ChannelMemory> offered = new AtomicReference<>();
    private final Frames frames;

    /// Under the lock for polling.
    private boolean isReleased;

    /// A channel to a worker that is coming up. Nothing happens before [#start()].
    ///
    /// @param worker the worker's readable name
    /// @param epoch which life of the worker it is
    /// @param pipes the pipes from and to the worker
    /// @param definitions the dictionary that calls are encoded with
    /// @param listener told of everything
    Channel(String worker, int epoch, Pipes pipes, Definitions definitions, Listener listener) {
        this.worker = worker;
        this.epoch = epoch;
        this.listener = listener;
        this.outbox = new Outbox(pipes.toWorker());
        this.bell = pipes.bell();
        this.requests = new Requests(outbox, inFlight, definitions, epoch);
        this.responses = new Responses(listener, requests, inFlight, epoch);
        this.frames = new Frames(this, listener, pipes.fromWorker(), worker);
    }

    /// The two pipes of a worker, unbuffered.
    ///
    /// @param fromWorker read by the channel's own thread until it ends; nobody closes it before
    /// @param toWorker written by anyone; its end ends the worker
    /// @param bell the pipe that the worker's main thread may sleep at, if there is one
    record Pipes(InputStream fromWorker, OutputStream toWorker, @Nullable Path bell) {
        Pipes(InputStream fromWorker, OutputStream toWorker) {
            this(fromWorker, toWorker, null);
        }
    }

    /// Tells the worker who it is, and begins to listen.
    void start() {
        start(Map.of());
    }

    /// Tells the worker who it is, and begins to listen.
    ///
    /// @param properties what the worker is to set among its system properties
    void start(Map<String, String> properties) {
        FrameWriter config =
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addText(FrameDescriptor.VERSION)
                        .addText(worker)
                        .addInt(epoch)
                        .addInt(properties.size());
        for (Map.Entry<String, String> each : properties.entrySet()) {
            config.addText(each.getKey()).addText(each.getValue());
        }
        outbox.post(config.finished());
        frames.start();
    }

    /// Sends a call, if there is room for it now.
    ///
    /// Before the worker has the shared memory there is room for one small task or item at a time.
    ///
    /// @return false if there is none: [Listener#mayHaveRoom()] tells when to try again
    boolean send(Call call) {
        try {
            return requests.send(call);
        } catch (CorruptRingException violation) {
            end(violation.getMessage());
            // What has some pieces on their way is in flight.
            return call.way != Call.Way.NONE;
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// Goes on with a long call, of which only some pieces were sent. The channel does so by itself
    /// when the worker has made room; this is for who cannot wait.
    void pump() {
        try {
            requests.pump();
        } catch (CorruptRingException violation) {
            end(violation.getMessage());
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// As [#pump()], if there is such a call.
    void push() {
        if (requests.isUnfinished()) {
            pump();
        }
    }

    /// Takes back what the worker has not begun of a call, whether that was sent or not.
    ///
    /// @return how many of its calls the worker has begun, the first ones; or
    ///   [RingWriter#NOTHING_LEFT] if it has begun all, or the rest was taken back before; a call
    ///   that went by pipe counts as begun
    int revoke(Call call) {
        try {
            int begun = requests.revoke(call);
            if (begun == 0 && polling.tryLock()) {
                passOverRevoked();
            }
            return begun;
        } catch (CorruptRingException violation) {
            end(violation.getMessage());
            return RingWriter.NOTHING_LEFT;
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /// Forgets calls that nobody will answer, and lets go of the lock for polling.
    private void passOverRevoked() {
        try {
            Call first = inFlight.first();
            while (first != null && requests.isRevoked(first)) {
                inFlight.removeFirst();
                first = inFlight.first();
            }
        } finally {
            polling.unlock();
        }
    }

    /// How many calls of one that was sent, and not answered whole, the worker has begun. Final
    /// once the worker is dead and [#drainAfterDeath(Duration)] has returned.
    int begun(Call call) {
        return requests.begun(call);
    }

    /// Whether a call went by pipe, where it cannot be taken back.
    boolean isByPipe(Call call) {
        return requests.isByPipe(call);
    }

    /// Has the worker interrupt a call, if it has not ended that. One that it has not begun is
    /// interrupted when it begins, unless others are asked for in the meantime.
    void interrupt(long sequence) {
        outbox.post(FrameWriter.of(FrameDescriptor.INTERRUPT).addLong(sequence).finished());
    }

    /// Has the worker forget a class loader, of which nothing is in flight. Goes by pipe at any
    /// time, as it must not wait for room.
    void forgetLoader(int loader) {
        requests.postNote(CallDescriptor.FORGET_LOADER, loader);
    }

    /// Offers the worker the memory for the rings. It maps it when its first call is answered, or
    /// at once if it has none: best offered after the first call was sent.
    ///
    /// @param path where the worker finds it
    /// @param memory new, with this channel's epoch
    void offer(Path path, ChannelMemory memory) {
        if (!offered.compareAndSet(null, memory)) {
            throw new IllegalStateException("A channel must be offered memory once only: " + path);
        }
        outbox.post(FrameWriter.of(FrameDescriptor.MAP).addText(path.toString()).finished());
    }

    /// Answers [Listener#resourceWanted(int, int, String)]. Blocks until the worker has read it.
    ///
    /// @param bytes the resource, or null if there is none; at most 64 MiB
    void sendResource(int request, byte @Nullable [] bytes) {
        if (bytes == null) {
            outbox.postBlocking(
                    FrameWriter.of(FrameDescriptor.CLASS_MISSING).addInt(request).finished());
            return;
        }
        outbox.postBlocking(
                FrameWriter.of(FrameDescriptor.CLASS_FOUND)
                        .addInt(request)
                        .addBytes(bytes, 0, bytes.length)
                        .finished());
    }

    /// Answers [Listener#asked(byte[])], from another thread. Blocks until the worker has read it.
    ///
    /// @param frames TOLD frames, one behind the other
    void tell(byte[] frames) {
        outbox.postBlocking(frames);
    }

    /// Takes the answers that are there.
    ///
    /// @return whether there were any; false also if someone else is at it
    boolean poll() {
        boolean any = polling.tryLock() && drainAndUnlock();
        tellOfRoom();
        return any;
    }

    /// Takes answers as they come, without sleeping, until something is there or time is up. While
    /// one does so, the worker rings for nobody.
    ///
    /// @return whether it is there
    boolean pollUntil(Awaited awaited, long maxNanos) {
        if (!polling.tryLock()) {
            return awaited.isDone();
        }
        try {
            responses.silence();
            spinUntil(awaited, maxNanos);
        } catch (CorruptRingException | BrokenFrameException violation) {
            end(violation.getMessage());
        } catch (Throwable failure) {
            throw failed(failure);
        } finally {
            drainAndUnlock();
        }
        tellOfRoom();
        return awaited.isDone();
    }

    /// Lets the worker end by itself after its current call.
    ///
    /// @param grace how long its shutdown hooks may take
    void close(Duration grace) {
        requests.close();
        outbox.post(FrameWriter.of(FrameDescriptor.CLOSE).addLong(grace.toMillis()).finished());
    }

    /// Takes the last answers of a worker that is dead: none of its threads runs any more. Blocks
    /// until its pipe has ended.
    ///
    /// @param atMost how long to wait for the pipe's end, which a stray descendant may hold open
    /// @return the calls that were sent, neither answered nor taken back, first sent first; at most
    ///   the first of them has begun
    List<Call> drainAfterDeath(Duration atMost) throws InterruptedException {
        requests.close();
        frames.join(atMost);
        polling.lock();
        try {
            takeLast();
            // Nobody else may take an answer between the last look and the list.
            List<Call> rest = inFlight.rest();
            rest.removeIf(requests::isRevoked);
            return rest;
        } finally {
            polling.unlock();
        }
    }

    private void takeLast() {
        try {
            boolean _ = responses.drain();
        } catch (CorruptRingException | BrokenFrameException violation) {
            end(violation.getMessage());
        } catch (Throwable failure) {
            // What it was about is among the rest.
            end("A line must not fail: failure=" + failure);
        }
    }

    /// Whether everything was read that the worker has written to its pipe.
    boolean hasEndedCleanly() {
        return frames.hasEndedCleanly();
    }

    /// Never touches the shared memory again: it may be unmapped after this. Keeps no call either,
    /// since the futures of tasks may keep the channel. Blocks while someone polls.
    void release() {
        polling.lock();
        try {
            isReleased = true;
            responses.release();
            requests.release();
            inFlight.clear();
        } finally {
            polling.unlock();
        }
    }

    /// How many answers came that belonged to no call, or to another life of the worker.
    long dropped() {
        polling.lock();
        try {
            return responses.dropped();
        } finally {
            polling.unlock();
        }
    }

    /// The worker is there.
    void greeted(long pid) {
        requests.open();
        listener.greeted(pid);
        listener.mayHaveRoom();
    }

    /// The worker begins the call that came by pipe.
    void begun(long sequence) {
        Call call = requests.byPipe(sequence);
        // Answered by the ring already, if the worker adopted that in the meantime.
        if (call != null) {
            call.begunByPipe = true;
            listener.begun(call);
        }
    }

    /// An answer came by pipe.
    void answered(FrameReader frame) throws BrokenFrameException {
        polling.lock();
        try {
            responses.takeFrame(frame);
        } finally {
            polling.unlock();
        }
        listener.taken();
    }

    /// The worker's main thread sleeps at its pipe.
    void listens() {
        if (bell == null) {
            return;
        }
        polling.lock();
        try {
            if (!isReleased) {
                requests.adopt(Doorbell.open(bell));
            }
        } finally {
            polling.unlock();
        }
    }

    /// The worker has the rings.
    void mapped() throws BrokenFrameException {
        ChannelMemory memory = offered.get();
        if (memory == null) {
            throw new BrokenFrameException("Memory must be offered to be mapped: epoch=" + epoch);
        }
        polling.lock();
        try {
            if (isReleased) {
                return;
            }
            responses.adopt(memory);
            requests.adopt(memory);
        } finally {
            polling.unlock();
        }
        rung();
        listener.mapped();
    }

    /// The worker rings.
    void rung() {
        // First what waits for room: someone may be polling for a call that is not sent whole.
        pump();
        tellOfRoom();
        polling.lock();
        drainAndUnlock();
    }

    /// Answers were taken, or the worker has rung: that may have made room.
    void tellOfRoom() {
        if (requests.takeRoomWanted()) {
            listener.mayHaveRoom();
        }
    }

    /// Nothing more comes, or nothing that could be believed.
    void end(@Nullable String violation) {
        if (ended.compareAndSet(false, true)) {
            requests.close();
            listener.ended(violation);
        }
    }

    /// Something failed half way that must not, for example for want of stack or memory: what was
    /// done cannot be told, so the line is given up.
    ///
    /// @return never
    private RuntimeException failed(Throwable failure) {
        end("A line must not fail: failure=" + failure);
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new AssertionError(failure);
    }

    /// Takes all answers, lets go of the lock for polling, and wakes a worker that waits for room.
    private boolean drainAndUnlock() {
        boolean any = false;
        boolean bell = false;
        try {
            any = responses.drain();
            bell = responses.isRingNeeded();
        } catch (CorruptRingException | BrokenFrameException violation) {
            end(violation.getMessage());
        } catch (Throwable failure) {
            throw failed(failure);
        } finally {
            polling.unlock();
        }
        if (bell) {
            ringWorker();
        }
        if (any) {
            listener.taken();
        }
        return any;
    }

    private void ringWorker() {
        try {
            requests.ringWorker();
        } catch (Throwable failure) {
            // Nobody would tell the worker again.
            throw failed(failure);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the worker may need this very core
    private void spinUntil(Awaited awaited, long maxNanos) throws BrokenFrameException {
        long start = System.nanoTime();
        int spins = 0;
        while (!awaited.isDone() && !ended.get()) {
            if (responses.takeNow()) {
                if (responses.isRingNeeded()) {
                    requests.ringWorker();
                }
                spins = 0;
            } else if (spins < SPINS_BEFORE_YIELD) {
                spins++;
                Thread.onSpinWait();
            } else if (System.nanoTime() - start >= maxNanos) {
                return;
            } else if (requests.isUnfinished()) {
                requests.pump();
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
