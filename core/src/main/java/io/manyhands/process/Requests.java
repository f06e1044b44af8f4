package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The half of a channel that calls go out by: one small call at a time by pipe, then, once the
/// worker has them, by the ring. Thread-safe.
/* The lock is held for copying bytes only, never while waiting or while foreign code runs; it may be
 * taken by who holds that of Responses, and not the other way round.
 *
 * The ring is used only after the last call by pipe is answered, so that answers have one order.
 */
final class Requests {
    private static final byte[] BELL = FrameWriter.empty(FrameDescriptor.BELL);

    private static final byte[] NOTHING = {};

    private final Outbox outbox;
    private final InFlight inFlight;
    private final Definitions definitions;
    private final int epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean open;
    private volatile @Nullable Doorbell doorbell;
    private int known;
    private @Nullable Call byPipe;
    private int pipeRoomBytes = FrameDescriptor.MAX_PIECE_BYTES;
    private @Nullable RingRequests ring;
    private volatile boolean roomWanted;

    /// Written under the lock.
    private volatile boolean isUnfinished;

    Requests(Outbox outbox, InFlight inFlight, Definitions definitions, int epoch) {
        this.outbox = outbox;
        this.inFlight = inFlight;
        this.definitions = definitions;
        this.epoch = epoch;
    }

    /// From now on calls are taken.
    void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /// From now on calls go by the ring.
    void adopt(ChannelMemory memory) {
        lock.lock();
        try {
            ring = new RingRequests(memory, inFlight);
            // The worker looks into the ring once it has read everything that went by pipe.
            queueRecord(CallDescriptor.RINGS, 0, 0, NOTHING);
        } finally {
            lock.unlock();
        }
        outbox.flush();
    }

    /// From now on the worker is woken by this bell; as before if it is null. For one thread.
    void adopt(@Nullable Doorbell bell) {
        closeDoorbell();
        doorbell = bell;
    }

    /// Sends a call, if there is room for it now.
    boolean send(Call call) {
        boolean sent;
        boolean bell;
        lock.lock();
        try {
            if (call.way != Call.Way.NONE) {
                throw new IllegalStateException(
                        "A call must be sent once only: sequence=" + call.sequence());
            }
            sent = open && transmit(call);
            bell = settle();
        } finally {
            lock.unlock();
        }
        outbox.flush();
        if (bell) {
            ringWorker();
        }
        return sent;
    }

    /// Sends a record without a payload by pipe, past the ring and all room.
    void postNote(byte type, int argument) {
        queueRecord(type, 0, argument, NOTHING);
        outbox.flush();
    }

    /// Goes on with a call of which only some pieces were sent.
    void pump() {
        boolean bell;
        lock.lock();
        try {
            bell = settle();
        } finally {
            lock.unlock();
        }
        if (bell) {
            ringWorker();
        }
    }

    /// Takes back what the worker has not begun, and never will.
    ///
    /// @return how many it has begun; [RingWriter#NOTHING_LEFT] if none could be taken back
    int revoke(Call call) {
        int begun = RingWriter.NOTHING_LEFT;
        boolean bell;
        lock.lock();
        try {
            if (call.way == Call.Way.NONE || call.way == Call.Way.REVOKED) {
                begun = 0;
            } else if (ring != null) {
                begun = ring.revoke(call);
            }
            if (begun == 0) {
                call.way = Call.Way.REVOKED;
            }
            if (begun >= 0) {
                call.end = begun;
            }
            bell = settle();
        } finally {
            lock.unlock();
        }
        if (bell) {
            ringWorker();
        }
        return begun;
    }

    /// Whether a call is on its way of which some pieces wait for room.
    boolean isUnfinished() {
        return isUnfinished;
    }

    boolean isRevoked(Call call) {
        lock.lock();
        try {
            return call.way == Call.Way.REVOKED;
        } finally {
            lock.unlock();
        }
    }

    /// Whether some pieces of a call are in the ring, and others not.
    boolean isPartlySent(Call call) {
        lock.lock();
        try {
            return call.way == Call.Way.PIECES;
        } finally {
            lock.unlock();
        }
    }

    /// Whether calls from this one on were taken back.
    boolean isCutAt(Call call, int index) {
        lock.lock();
        try {
            return call.end == index;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a call went by pipe.
    boolean isByPipe(Call call) {
        lock.lock();
        try {
            return call.way == Call.Way.PIPE;
        } finally {
            lock.unlock();
        }
    }

    /// How many of its calls the worker has begun.
    int begun(Call call) {
        lock.lock();
        try {
            if (call.begunByPipe) {
                return call.calls();
            }
            return ring == null ? 0 : ring.begun(call);
        } finally {
            lock.unlock();
        }
    }

    /// The call that went by pipe and is not answered, if it has this number.
    @Nullable Call byPipe(long sequence) {
        lock.lock();
        try {
            Call call = byPipe;
            return call != null && call.sequence() == sequence ? call : null;
        } finally {
            lock.unlock();
        }
    }

    /// The call that went by pipe is answered.
    void answeredByPipe() {
        lock.lock();
        try {
            byPipe = null;
            pipeRoomBytes = FrameDescriptor.MAX_PIECE_BYTES;
            roomWanted = true;
        } finally {
            lock.unlock();
        }
    }

    /// Wakes the worker.
    void ringWorker() {
        Doorbell used = doorbell;
        if (used == null || !used.ring()) {
            outbox.post(BELL);
        }
    }

    /// Whether a call was refused since this was asked last: there may be room for it now.
    boolean takeRoomWanted() {
        if (!roomWanted) {
            return false;
        }
        roomWanted = false;
        return true;
    }

    /// Takes no more calls.
    void close() {
        open = false;
        isUnfinished = false;
    }

    /// Never touches the shared memory or the bell again. Not while one is adopted.
    void release() {
        lock.lock();
        try {
            open = false;
            ring = null;
            isUnfinished = false;
        } finally {
            lock.unlock();
        }
        closeDoorbell();
    }

    private void closeDoorbell() {
        Doorbell used = doorbell;
        if (used != null) {
            used.close();
        }
    }

    /// Sees to it that unfinished pieces go on later.
    ///
    /// @return whether the worker is to be woken
    private boolean settle() {
        RingRequests used = ring;
        if (used == null || !open) {
            return false;
        }
        boolean isDone = used.advance();
        if (!isDone) {
            used.armSpace();
            isDone = used.advance();
        }
        if (isUnfinished == isDone) {
            isUnfinished = !isDone;
        }
        return used.isRingNeeded();
    }

    private boolean transmit(Call call) {
        RingRequests used = ring;
        if (used == null || byPipe != null) {
            // Before it is looked again: whoever makes room clears it and tells.
            roomWanted = true;
            return used == null && transmitByPipe(call);
        }
        if (transmitByRing(used, call)) {
            return true;
        }
        roomWanted = true;
        used.armSpace();
        return transmitByRing(used, call);
    }

    private boolean transmitByRing(RingRequests used, Call call) {
        while (known < definitions.size()) {
            if (!used.define(known, definitions.entry(known))) {
                return false;
            }
            known++;
        }
        return used.transmit(call);
    }

    private boolean transmitByPipe(Call call) {
        if ((byPipe != null && call.isAnswered()) || !hasPipeRoom(call)) {
            return false;
        }
        for (; known < definitions.size(); known++) {
            queueRecord(CallDescriptor.DEFINE, 0, known, definitions.entry(known));
        }
        if (call.isAnswered()) {
            byPipe = call;
            inFlight.add(call);
        }
        call.way = Call.Way.PIPE;
        queueRecord(call.type(), call.sequence(), call.argument(), call.payload());
        return true;
    }

    /// Whether the pipe takes a call, and the definitions that it needs, without anybody reading
    /// it; takes that room if so.
    private boolean hasPipeRoom(Call call) {
        int needed = call.payload().length;
        for (int id = known; id < definitions.size() && needed <= pipeRoomBytes; id++) {
            needed += definitions.entry(id).length;
        }
        if (needed > pipeRoomBytes || call.arrays().length > 0) {
            return false;
        }
        pipeRoomBytes -= needed;
        return true;
    }

    private void queueRecord(byte type, long sequence, int argument, byte[] payload) {
        byte[] frame =
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(type)
                        .addByte((byte) 0)
                        .addLong(sequence)
                        .addInt(epoch)
                        .addInt(argument)
                        .addInt(0)
                        .addBytes(payload, 0, payload.length)
                        .finished();
        outbox.queue(frame);
    }
}
