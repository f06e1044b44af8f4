package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.CorruptRingException;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.FrameReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the answers of one worker, in whichever thread comes: one at a time. Thread-safe.
/* Anyone polls who finds the lock free; the reader of the pipe waits for it. So an answer is never
 * overlooked: who polls arms the bell and looks again before it lets go; what comes after that rings,
 * and the reader, which hears it, gets the lock once the poller has gone.
 *
 * The lock is the channel's lock for polling. That of Requests is taken with it held, never the other
 * way round.
 */
final class Collector {
    private static final int SPINS_BEFORE_YIELD = 32;

    /// How long one who only looks waits at most for another to have taken what was there: that one
    /// needs microseconds, unless its thread is held up.
    private static final long MOST_LOOKING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Channel.Listener listener;
    private final Requests requests;
    private final InFlight inFlight;
    private final LineEnd end;
    private final ReentrantLock polling = new ReentrantLock();
    // Both guarded by the lock.
    private final Responses responses;
    private boolean isReleased;

    Collector(
            Channel.Listener listener,
            Requests requests,
            InFlight inFlight,
            LineEnd end,
            int epoch) {
        this.listener = listener;
        this.requests = requests;
        this.inFlight = inFlight;
        this.end = end;
        this.responses = new Responses(listener, requests, inFlight, epoch);
    }

    /// From now on answers come by the ring, and calls go by it.
    ///
    /// @return false if nothing may be touched any more
    boolean adopt(ChannelMemory memory) {
        polling.lock();
        try {
            if (!isReleased) {
                responses.adopt(memory);
                requests.adopt(memory);
            }
            return !isReleased;
        } finally {
            polling.unlock();
        }
    }

    /// From now on the worker is woken by a bell, if it can be opened.
    void adopt(Supplier<@Nullable Doorbell> bell) {
        polling.lock();
        try {
            if (!isReleased) {
                requests.adopt(bell.get());
            }
        } finally {
            polling.unlock();
        }
    }

    /// Takes an answer that came by pipe. For the reader of that.
    void take(FrameReader frame) throws BrokenFrameException {
        polling.lock();
        try {
            responses.takeFrame(frame);
        } finally {
            polling.unlock();
        }
        listener.taken();
    }

    /// Takes the answers that are there, after whoever is at it. For the reader of the pipe.
    void collect() {
        polling.lock();
        boolean _ = drainAndUnlock();
    }

    /// Takes the answers that are there, unless someone is at it.
    ///
    /// @return whether there were any
    boolean poll() {
        boolean any = polling.tryLock() && drainAndUnlock();
        tellOfRoom();
        return any;
    }

    /// Takes the answers that are there; if someone is at it, lets that one go on for a moment.
    @SuppressWarnings("ThreadPriorityCheck") // the one who is at it may need this very core
    void look() {
        if (polling.isHeldByCurrentThread()) {
            return;
        }
        boolean isMine = polling.tryLock();
        long since = isMine ? 0 : System.nanoTime();
        while (!isMine && System.nanoTime() - since < MOST_LOOKING_NANOS) {
            Thread.yield();
            isMine = polling.tryLock();
        }
        boolean _ = isMine && drainAndUnlock();
        tellOfRoom();
    }

    /// Takes answers as they come, without sleeping, until something is there or time is up, unless
    /// someone is at it. While one does so, the worker rings for nobody.
    void pollUntil(BooleanSupplier isThere, long maxNanos) {
        if (!polling.tryLock()) {
            return;
        }
        try {
            responses.silence();
            spinUntil(isThere, maxNanos);
        } catch (CorruptRingException | BrokenFrameException violation) {
            end.come(violation.getMessage());
        } catch (Throwable failure) {
            throw end.failed(failure);
        } finally {
            boolean _ = drainAndUnlock();
        }
        tellOfRoom();
    }

    @SuppressWarnings("ThreadPriorityCheck") // the worker may need this very core
    private void spinUntil(BooleanSupplier isThere, long maxNanos) throws BrokenFrameException {
        long start = System.nanoTime();
        int spins = 0;
        while (!isThere.getAsBoolean() && !end.hasCome()) {
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

    /// Takes all answers, lets go of the lock, and wakes a worker that waits for room.
    private boolean drainAndUnlock() {
        boolean any = false;
        boolean bell = false;
        try {
            any = responses.drain();
            bell = responses.isRingNeeded();
        } catch (CorruptRingException | BrokenFrameException violation) {
            end.come(violation.getMessage());
        } catch (Throwable failure) {
            throw end.failed(failure);
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
            throw end.failed(failure);
        }
    }

    /// Answers were taken, or the worker has rung: that may have made room.
    void tellOfRoom() {
        if (requests.takeRoomWanted()) {
            listener.mayHaveRoom();
        }
    }

    /// Forgets calls that were taken back, which nobody will answer; unless someone is at it, who
    /// passes over them, too.
    void passOverRevoked() {
        if (!polling.tryLock()) {
            return;
        }
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

    /// Takes the last answers of a worker that is dead, of which nothing comes by pipe any more.
    ///
    /// @return the calls that were sent, neither answered nor taken back, first sent first
    List<Call> collectLast() {
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
            // What came by pipe, too, if that could not be done at once.
            listener.settle();
        } catch (CorruptRingException | BrokenFrameException violation) {
            end.come(violation.getMessage());
        } catch (Throwable failure) {
            // What it was about is among the rest.
            end.come("A line must not fail: failure=" + failure);
        }
    }

    /// Never touches the shared memory or the bell again, and keeps no call. Blocks while someone
    /// polls.
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
}
