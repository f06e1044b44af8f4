package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.CorruptRingException;
import io.manyhands.memory.RingWriter;
import io.manyhands.spi.Allowance;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The line to one worker, for as long as that lives: calls go out, answers come in.
///
/// It knows two streams and some shared memory, and nothing of processes. It moves bytes only: no
/// user code runs in its thread or in that of its callers. Except where it is said, nothing blocks.
/// Thread-safe.
/* A face for its parts: Requests sends, Collector takes the answers, Frames reads the pipe and tells
 * what the worker says there.
 *
 * Lock order: that of Collector, then that of Requests. The pipe's lock is taken with neither or
 * either held.
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

        /// The worker's heap ran out under the call that it answers next; it begins no other before
        /// [Channel#goOn()].
        default void spent() {}

        /// What the worker's threads are at, as [Channel#askThreads()] wanted to know.
        ///
        /// @param body that of a THREADS frame, the listener's own
        default void threads(byte[] body) {}

        /// The pipe has ended, or broke the rules: nothing more is sent. Comes once.
        ///
        /// @param violation the rule that was broken, if one was
        void ended(@Nullable String violation);
    }

    private final String worker;
    private final int epoch;
    private final Listener listener;
    private final Outbox outbox;
    private final Supplier<@Nullable Doorbell> bell;
    private final InFlight inFlight = new InFlight();
    private final Requests requests;
    private final LineEnd end;
    private final Collector collector;
    private final AtomicReference<@Nullable ChannelMemory> offered = new AtomicReference<>();
    private final Frames frames;

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
        this.end = new LineEnd(requests, listener);
        this.collector = new Collector(listener, requests, inFlight, end, epoch);
        this.frames = new Frames(this, listener, pipes.fromWorker(), worker);
    }

    /// The two pipes of a worker, unbuffered.
    ///
    /// @param fromWorker read by the channel's own thread until it ends; nobody closes it before
    /// @param toWorker written by anyone; its end ends the worker
    /// @param bell opens the pipe that the worker's main thread may sleep at, if there is one
    record Pipes(InputStream fromWorker, OutputStream toWorker, Supplier<@Nullable Doorbell> bell) {
        Pipes(InputStream fromWorker, OutputStream toWorker) {
            this(fromWorker, toWorker, () -> null);
        }
    }

    /// Tells the worker who it is, and begins to listen.
    ///
    /// @param allowance what it may have below it
    /// @param properties what the worker is to set among its system properties
    void start(Allowance allowance, Map<String, String> properties) {
        FrameWriter config =
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addText(FrameDescriptor.VERSION)
                        .addText(worker)
                        .addInt(epoch)
                        .addInt(allowance.levels())
                        .addText(allowance.places())
                        .addInt(allowance.most())
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
            end.come(violation.getMessage());
            // What has some pieces on their way is in flight.
            return call.way != Call.Way.NONE;
        } catch (Throwable failure) {
            throw end.failed(failure);
        }
    }

    /// Goes on with a long call, of which only some pieces were sent. The channel does so by itself
    /// when the worker has made room; this is for who cannot wait.
    void pump() {
        try {
            requests.pump();
        } catch (CorruptRingException violation) {
            end.come(violation.getMessage());
        } catch (Throwable failure) {
            throw end.failed(failure);
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
            if (begun == 0) {
                collector.passOverRevoked();
            }
            return begun;
        } catch (CorruptRingException violation) {
            end.come(violation.getMessage());
            return RingWriter.NOTHING_LEFT;
        } catch (Throwable failure) {
            throw end.failed(failure);
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

    /// Answers [Listener#spent()]: what was not begun is taken back.
    void goOn() {
        outbox.post(FrameWriter.empty(FrameDescriptor.GO_ON));
    }

    /// Has the worker tell what its threads are at. Blocks while the pipe is full.
    void askThreads() {
        outbox.post(FrameWriter.empty(FrameDescriptor.WHERE));
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
        return collector.poll();
    }

    /// Takes the answers that are there, or gives the one a moment who is at it.
    void look() {
        collector.look();
    }

    /// Takes answers as they come, without sleeping, until something is there or time is up. While
    /// one does so, the worker rings for nobody.
    ///
    /// @return whether it is there
    boolean pollUntil(BooleanSupplier isThere, long maxNanos) {
        collector.pollUntil(isThere, maxNanos);
        return isThere.getAsBoolean();
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
        return collector.collectLast();
    }

    /// Whether everything was read that the worker has written to its pipe.
    boolean hasEndedCleanly() {
        return frames.hasEndedCleanly();
    }

    /// Never touches the shared memory again: it may be unmapped after this. Keeps no call either,
    /// since the futures of tasks may keep the channel. Blocks while someone polls.
    void release() {
        collector.release();
    }

    // What the worker says, in the thread that reads the pipe.

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
        }
    }

    /// An answer came by pipe.
    void answered(FrameReader frame) throws BrokenFrameException {
        collector.take(frame);
    }

    /// The worker's main thread sleeps at its pipe.
    void listens() {
        collector.adopt(bell);
    }

    /// The worker has the rings.
    void mapped() throws BrokenFrameException {
        ChannelMemory memory = offered.get();
        if (memory == null) {
            throw new BrokenFrameException("Memory must be offered to be mapped: epoch=" + epoch);
        }
        if (collector.adopt(memory)) {
            rung();
            listener.mapped();
        }
    }

    /// The worker rings.
    void rung() {
        // First what waits for room: someone may be polling for a call that is not sent whole.
        pump();
        tellOfRoom();
        collector.collect();
    }

    /// Something was read: that may have made room.
    void tellOfRoom() {
        collector.tellOfRoom();
    }

    /// The pipe has ended, or has broken the rules.
    void ended(@Nullable String violation) {
        end.come(violation);
    }
}
