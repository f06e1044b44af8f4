package io.manyhands.process;

import io.manyhands.memory.Bell;
import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.RingReader;
import io.manyhands.spi.Answer;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Chunk;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Pieces;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The half of a channel that answers come in by: takes records from the pipe or the ring, puts
/// their pieces together, and finds the calls that they answer. What answers no call, or is of
/// another life of the worker, is passed over. Confined to the lock of [Collector].
final class Responses {
    /// After how many small records the worker is told that their room is free.
    private static final int RELEASE_EVERY = 16;

    private static final int SMALL_BYTES = Chunk.MAX_ANSWERS_BYTES;

    private final Channel.Listener listener;
    private final Requests requests;
    private final InFlight inFlight;
    private final int epoch;
    private final Pieces pieces = new Pieces();
    private final Answer answer = new Answer();

    /// For payloads that are small and whole, one after the other.
    private final byte[] small = new byte[SMALL_BYTES];

    private @Nullable RingReader ring;
    private @Nullable Bell parentBell;
    private @Nullable Bell workerBell;

    /// Of the ANSWERS record that is read: how much of it, and the number of the next answer.
    private int readBytes;

    private long nextSequence;
    private int unreleased;

    Responses(Channel.Listener listener, Requests requests, InFlight inFlight, int epoch) {
        this.listener = listener;
        this.requests = requests;
        this.inFlight = inFlight;
        this.epoch = epoch;
    }

    void adopt(ChannelMemory memory) {
        ring = memory.responseReader();
        parentBell = memory.parentBell();
        workerBell = memory.workerBell();
    }

    /// Takes the record of a frame.
    void takeFrame(FrameReader frame) throws BrokenFrameException {
        byte type = frame.takeByte();
        frame.takeByte();
        long sequence = frame.takeLong();
        int itsEpoch = frame.takeInt();
        int argument = frame.takeInt();
        int total = frame.takeInt();
        byte[] piece = frame.takeRest();
        if (itsEpoch != epoch) {
            return;
        }
        byte[] room = pieces.room(total, piece.length);
        if (room != null) {
            System.arraycopy(piece, 0, room, pieces.offset(), piece.length);
        }
        pieces.added(piece.length);
        if (type != CallDescriptor.PART) {
            try {
                deliver(type, sequence, argument, total);
            } finally {
                listener.settle();
            }
        }
    }

    /// Takes all that is in the ring, and has the bell rung for what comes later.
    ///
    /// @return whether anything was there
    boolean drain() throws BrokenFrameException {
        RingReader from = ring;
        Bell bell = parentBell;
        if (from == null || bell == null) {
            return false;
        }
        boolean any = false;
        do {
            bell.disarm(Bell.DATA);
            any |= takeAll(from);
            bell.arm(Bell.DATA);
        } while (!from.isEmpty());
        return any;
    }

    /// Takes what is in the ring, and leaves the bell as it is.
    ///
    /// @return whether anything was there
    boolean takeNow() throws BrokenFrameException {
        return ring != null && takeAll(ring);
    }

    /// Lets the worker answer without ringing, while someone looks all the time. Then [#drain()].
    void silence() {
        if (parentBell != null) {
            parentBell.disarm(Bell.DATA);
        }
    }

    /// Whether the worker sleeps until there is room, and there is.
    boolean isRingNeeded() {
        return workerBell != null
                && ring != null
                && ring.hasAmpleRoom()
                && workerBell.ring(Bell.SPACE);
    }

    /// Never touches the shared memory again, and keeps nothing of an answer that came half.
    void release() {
        ring = null;
        parentBell = null;
        workerBell = null;
        pieces.cut();
        answer.clear();
    }

    private boolean takeAll(RingReader from) throws BrokenFrameException {
        boolean any = false;
        try {
            any = from.isOpen() && takeGrown(from);
            while (!from.isOpen() && from.next()) {
                any = true;
                takeRecord(from);
            }
        } finally {
            from.release();
            unreleased = 0;
            listener.settle();
        }
        return any;
    }

    private void takeRecord(RingReader from) throws BrokenFrameException {
        if (from.epoch() != epoch) {
            release(from);
            return;
        }
        byte type = from.type();
        long sequence = from.sequence();
        int argument = from.argument();
        int total = from.total();
        int length = from.payloadLength();
        boolean isSmall = isAnswer(type) && total == 0 && length <= SMALL_BYTES && pieces.isEmpty();
        boolean isArray = type == CallDescriptor.ARRAY;
        if (type == CallDescriptor.ANSWERS) {
            readBytes = 0;
            nextSequence = sequence;
            boolean _ = takeGrown(from);
            release(from);
            return;
        }
        if (isArray) {
            takeArrayPiece(from, argument, total, length);
        } else if (isSmall) {
            from.copyPayload(small, 0);
        } else {
            takePiece(from, total, length);
        }
        if (total != 0 || ++unreleased >= RELEASE_EVERY) {
            release(from);
        }
        if (isSmall) {
            deliverAnswer(type, sequence, small, length, total);
        } else if (!isArray && type != CallDescriptor.PART) {
            deliver(type, sequence, argument, total);
        }
    }

    private void release(RingReader from) {
        from.release();
        unreleased = 0;
        if (isRingNeeded()) {
            requests.ringWorker();
        }
    }

    /// Takes what is new in a record of answers.
    ///
    /// @return whether there was any
    private boolean takeGrown(RingReader from) throws BrokenFrameException {
        int length = from.grown() - readBytes;
        if (length == 0) {
            return false;
        }
        if (length > small.length || !pieces.isEmpty() || pieces.arraysBytes() > 0) {
            throw new BrokenFrameException(
                    "Answers must fit into a record, and not come between pieces: length="
                            + length);
        }
        from.copyPart(readBytes, small, length);
        int before = readBytes;
        int offset = 0;
        while (offset < length) {
            byte kind = small[offset];
            int itsLength = Chunk.lengthAt(small, offset + 1, length);
            offset += Chunk.KIND_AND_LENGTH_BYTES;
            if (!isAnswer(kind)) {
                throw notFromWorker(kind);
            }
            answer.fill(kind, small, offset, itsLength, true, LargeArray.NONE);
            answered(nextSequence++);
            offset += itsLength;
            // What fails half way has not taken those behind it.
            readBytes = before + offset;
        }
        answer.clear();
        return true;
    }

    private void takePiece(RingReader from, int total, int length) throws BrokenFrameException {
        byte[] room = pieces.room(total, length);
        if (room != null) {
            from.copyPayload(room, pieces.offset());
        }
        pieces.added(length);
    }

    private void takeArrayPiece(RingReader from, int tag, int total, int length)
            throws BrokenFrameException {
        LargeArray room = pieces.arrayRoom(tag, total, length);
        if (!room.isMissing()) {
            from.copyPayload(room.bytes(pieces.arrayOffset() + length), pieces.arrayOffset());
        }
        pieces.addedToArray(length);
    }

    private static boolean isAnswer(byte type) {
        return type == CallDescriptor.VALUE
                || type == CallDescriptor.FAILURE
                || type == CallDescriptor.REFUSED
                || type == CallDescriptor.BARE_FAILURE;
    }

    private void deliver(byte type, long sequence, int argument, int total)
            throws BrokenFrameException {
        byte[] payload = pieces.take();
        if (isAnswer(type)) {
            deliverAnswer(type, sequence, payload, payload == null ? 0 : payload.length, total);
        } else if (type == CallDescriptor.CUT_SHORT) {
            cutShort(sequence);
        } else if (type == CallDescriptor.DEFINE) {
            if (payload == null) {
                throw new BrokenFrameException(
                        "A definition must fit into the heap: bytes=" + total);
            }
            listener.defined(argument, payload);
        } else {
            throw notFromWorker(type);
        }
    }

    private static BrokenFrameException notFromWorker(byte type) {
        return new BrokenFrameException(
                "A record must have a type that comes from a worker: type=" + type);
    }

    /// @param payload begins with what was answered; null if there was no memory for it
    @SuppressWarnings("ReferenceEquality") // the very buffer that is used again
    private void deliverAnswer(
            byte type, long sequence, byte @Nullable [] payload, int length, int total)
            throws BrokenFrameException {
        long arraysBytes = pieces.arraysBytes();
        LargeArray[] arrays = pieces.takeArrays();
        if (payload == null || arrays == null) {
            byte[] bare = noMemoryFor((total == 0 ? length : total) + arraysBytes);
            answer.fill(CallDescriptor.BARE_FAILURE, bare, 0, bare.length, false, LargeArray.NONE);
        } else {
            answer.fill(type, payload, 0, length, payload == small, arrays);
        }
        answered(sequence);
        answer.clear();
    }

    private static byte[] noMemoryFor(long bytes) {
        String failure =
                OutOfMemoryError.class.getName()
                        + CallDescriptor.NAME_END
                        + ("An answer must fit into the heap: bytes=" + bytes);
        return failure.getBytes(StandardCharsets.UTF_8);
    }

    private void answered(long sequence) throws BrokenFrameException {
        Call call = inFlight.find(sequence);
        if (call == null) {
            return;
        }
        passOver(call);
        int index = (int) (sequence - call.sequence());
        if (index != call.answers() || index >= call.end) {
            throw notInOrder(sequence, call.sequence() + call.answers());
        }
        if (mayGoInPieces(call) && requests.isPartlySent(call)) {
            throw new BrokenFrameException(
                    "Calls must have been sent whole to be answered: sequence=" + sequence);
        }
        if (call.way == Call.Way.PIPE) {
            requests.answeredByPipe();
        }
        listener.answered(call, index, answer);
        // Last: what fails half way is not forgotten.
        call.answered(index + 1);
        if (index + 1 == call.calls()) {
            inFlight.removeFirst();
        }
    }

    private void cutShort(long sequence) throws BrokenFrameException {
        Call call = inFlight.find(sequence);
        if (call == null) {
            return;
        }
        passOver(call);
        if (!requests.isCutAt(call, call.answers())) {
            throw new BrokenFrameException(
                    "Calls that were not taken back must be answered: sequence="
                            + (call.sequence() + call.answers()));
        }
        listener.cutShort(call);
        inFlight.removeFirst();
    }

    /// Of others it need not be asked.
    private static boolean mayGoInPieces(Call call) {
        return call.arrays().length > 0 || call.payload().length > SMALL_BYTES;
    }

    private static BrokenFrameException notInOrder(long sequence, long expected) {
        return new BrokenFrameException(
                "Calls must be answered in the order of sending: sequence="
                        + sequence
                        + (", expected=" + expected));
    }

    /// Removes the calls before one, which must have been taken back.
    @SuppressWarnings("ReferenceEquality") // the very call that was sent
    private void passOver(Call call) throws BrokenFrameException {
        Call first = inFlight.first();
        while (first != null && first != call) {
            if (!requests.isRevoked(first)) {
                throw notInOrder(call.sequence(), first.sequence());
            }
            inFlight.removeFirst();
            first = inFlight.first();
        }
    }
}
