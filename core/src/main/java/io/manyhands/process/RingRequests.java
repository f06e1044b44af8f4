package io.manyhands.process;

import io.manyhands.memory.Bell;
import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.LargeArray;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Writes calls, and the definitions that they need, into the ring to a worker. Confined to the
/// lock of [Requests].
/* One payload at a time is on its way, piece by piece as room comes, and before it the large arrays
 * that belong to it: `payload` is not null then, and nothing else may be written. A call is in
 * flight before the worker can see any of it, and accepted once its first piece is written or
 * certain to be.
 */
final class RingRequests {
    private static final byte[] EMPTY = {};

    private final RingWriter ring;
    private final Bell workerBell;
    private final Bell parentBell;
    private final InFlight inFlight;
    private final RecordHeader header = new RecordHeader();
    private byte type;
    private long sequence;
    private int argument;
    private byte @Nullable [] payload;
    private int offset;
    private LargeArray[] arrays = LargeArray.NONE;
    private int arraysWritten;
    private int arrayOffset;
    private @Nullable Call call;

    RingRequests(ChannelMemory memory, InFlight inFlight) {
        this.ring = memory.requestWriter();
        this.workerBell = memory.workerBell();
        this.parentBell = memory.parentBell();
        this.inFlight = inFlight;
    }

    /// Writes a call, or at least begins to.
    ///
    /// @return false if nothing of it was written, for want of room
    boolean transmit(Call next) {
        if (!advance()) {
            return false;
        }
        begin(next.type(), next.sequence(), next.argument(), next.payload());
        call = next;
        arrays = next.arrays();
        if (arrays.length > 0 || next.payload().length > ring.maxPayloadBytes()) {
            accept(next, Call.Way.PIECES);
            advance();
            return true;
        }
        if (!advance()) {
            forget();
            return false;
        }
        return true;
    }

    /// Writes a definition, or at least begins to.
    ///
    /// @return false if nothing of it was written, for want of room
    boolean define(int id, byte[] definition) {
        if (!advance()) {
            return false;
        }
        begin(CallDescriptor.DEFINE, 0, id, definition);
        advance();
        return true;
    }

    /// Goes on with what is on its way.
    ///
    /// @return whether nothing is any more
    boolean advance() {
        byte[] bytes = payload;
        if (arrays.length > 0 && !advanceArrays()) {
            return false;
        }
        while (bytes != null) {
            int left = bytes.length - offset;
            boolean isLast = left <= ring.maxPayloadBytes();
            int length = isLast ? left : ring.maxPayloadBytes();
            header.begin(isLast ? type : CallDescriptor.PART, sequence).argument(argument);
            header.total(offset > 0 || !isLast ? bytes.length : 0);
            long position = ring.writeUnpublished(header, bytes, offset, length);
            if (position == RingWriter.NO_ROOM) {
                return false;
            }
            offset += length;
            if (isLast) {
                arrived(position);
                bytes = null;
            }
            ring.publish();
        }
        return true;
    }

    /// Goes on with the arrays.
    ///
    /// @return whether all are written
    private boolean advanceArrays() {
        while (arraysWritten < arrays.length) {
            LargeArray array = arrays[arraysWritten];
            int length = Math.min(array.lengthBytes() - arrayOffset, ring.maxPayloadBytes());
            header.begin(CallDescriptor.ARRAY, sequence).argument(array.tag());
            header.total(array.lengthBytes());
            if (!isWritten(array, length)) {
                return false;
            }
            if (arrayOffset == array.lengthBytes()) {
                arraysWritten++;
                arrayOffset = 0;
            }
            ring.publish();
        }
        return true;
    }

    private boolean isWritten(LargeArray array, int length) {
        MemorySegment bytes = array.hold(arrayOffset + length);
        try {
            if (ring.writeUnpublished(header, bytes, arrayOffset, length) == RingWriter.NO_ROOM) {
                return false;
            }
            arrayOffset += length;
            return true;
        } finally {
            array.letGo(arrayOffset);
        }
    }

    /// Asks to be rung when there is room; look again afterwards.
    void armSpace() {
        parentBell.arm(Bell.SPACE);
    }

    /// Whether the worker sleeps and has to be told of what was written.
    boolean isRingNeeded() {
        return workerBell.ring(Bell.DATA);
    }

    /// Takes calls back that are in the ring or on their way there.
    ///
    /// @return how many the worker has begun; [RingWriter#NOTHING_LEFT] if none could be taken back
    int revoke(Call taken) {
        if (taken.way == Call.Way.PIECES) {
            begin(CallDescriptor.CUT, 0, 0, EMPTY);
            advance();
            return 0;
        }
        return taken.way == Call.Way.RING
                ? ring.revoke(taken.position, taken.answers(), taken.calls())
                : RingWriter.NOTHING_LEFT;
    }

    /// How many of its calls the worker has claimed.
    int begun(Call asked) {
        if (asked.way != Call.Way.RING) {
            return 0;
        }
        // What was released is answered, even if the answer was not read or has been lost.
        return ring.isReleased(asked.position)
                ? asked.calls()
                : ring.begun(asked.position, asked.answers(), asked.calls());
    }

    private void begin(byte newType, long newSequence, int newArgument, byte[] newPayload) {
        type = newType;
        sequence = newSequence;
        argument = newArgument;
        payload = newPayload;
        offset = 0;
        arrays = LargeArray.NONE;
        arraysWritten = 0;
        arrayOffset = 0;
        call = null;
    }

    private void arrived(long position) {
        Call arrived = call;
        if (arrived != null) {
            arrived.position = position;
            accept(arrived, Call.Way.RING);
        }
        forget();
    }

    private void accept(Call accepted, Call.Way way) {
        boolean isNew = accepted.way == Call.Way.NONE;
        accepted.way = way;
        if (isNew && accepted.isAnswered()) {
            inFlight.add(accepted);
        }
    }

    private void forget() {
        payload = null;
        arrays = LargeArray.NONE;
        call = null;
    }
}
