package io.manyhands.worker;

import io.manyhands.memory.Bell;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Chunk;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Output;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Sends answers, in pieces where they are long, and before them the definitions that they need: by
/// pipe at first, then by the ring. Waits for room in the ring. Confined to the main thread.
final class Answers {
    private static final byte[] RING = FrameWriter.empty(FrameDescriptor.RING);
    private static final byte[] SPENT = FrameWriter.empty(FrameDescriptor.SPENT);
    private static final int SPINS_BEFORE_SLEEP = 64;

    private final ParentPipe pipe;
    private final ParentLine line;
    private final Inbox inbox;
    private final Codecs codecs;
    private final int epoch;
    private int known;

    /// Whether something was published of which the parent was not told.
    private boolean isQuiet;

    /// The number of the answer that may go with those before it.
    private long nextSequence;

    /// An answer on its way to those before it.
    private final byte[] entry = new byte[Chunk.KIND_AND_LENGTH_BYTES + Chunk.MAX_ANSWER_BYTES];

    private @Nullable Rings rings;

    Answers(ParentPipe pipe, ParentLine line, Inbox inbox, Codecs codecs, int epoch) {
        this.pipe = pipe;
        this.line = line;
        this.inbox = inbox;
        this.codecs = codecs;
        this.epoch = epoch;
    }

    /// From now on answers go by the ring.
    void adopt(Rings newRings) {
        rings = newRings;
    }

    /// Where the large arrays of the next answer go: only a ring takes them by themselves. They are
    /// sent before the next call begins, so that they need not be copied.
    Output.LargeArrays largeArrays() {
        return rings == null ? Output.LargeArrays.WITHIN : Output.LargeArrays.IN_PLACE;
    }

    /// Waits until an outcome may be sent: the program is not to have it before what its task has
    /// asked.
    void settle() {
        line.settle();
    }

    /// Sends a record without arrays: the first bytes of the payload. It is published when this
    /// returns.
    void send(byte type, long sequence, byte[] payload, int length) {
        send(type, sequence, payload, length, LargeArray.NONE, false);
    }

    /// As [#send(byte, long, byte\[\], int)], with the arrays before it, where [#ringParent()] may
    /// be put off: what is quiet is published, and nobody is told of it for now.
    void send(
            byte type,
            long sequence,
            byte[] payload,
            int length,
            LargeArray[] arrays,
            boolean isQuiet) {
        for (int size = codecs.size(); known < size; known++) {
            byte[] entry = codecs.entry(known);
            sendRecord(CallDescriptor.DEFINE, 0, known, entry, entry.length);
        }
        if (arrays.length > 0 && rings != null) {
            sendArrays(rings, sequence, arrays);
        }
        if (isQuiet
                && arrays.length == 0
                && rings != null
                && writesQuietly(rings, type, sequence, payload, length)) {
            return;
        }
        sendRecord(type, sequence, 0, payload, length);
    }

    private void sendArrays(Rings used, long sequence, LargeArray[] arrays) {
        int most = used.responses().maxPayloadBytes();
        for (LargeArray array : arrays) {
            int length = array.lengthBytes();
            for (int offset = 0; offset < length; offset += most) {
                used.header().begin(CallDescriptor.ARRAY, sequence).argument(array.tag());
                used.header().total(length);
                int count = Math.min(most, length - offset);
                write(used, array.bytes(offset + count), offset, count);
                ringParent();
            }
        }
    }

    /// Wakes the parent if it sleeps and there is something for it.
    void ringParent() {
        Rings used = rings;
        if (used != null) {
            if (isQuiet) {
                isQuiet = false;
                used.responses().publishAgain();
            }
            if (used.isRingNeeded()) {
                pipe.send(RING);
            }
        }
    }

    /// Says that the heap ran out under the call that is answered next.
    void tellSpent() {
        pipe.send(SPENT);
    }

    /// Waits until the program has taken back what was not begun.
    void awaitGoOn() {
        ringParent();
        inbox.awaitGoOn();
    }

    /// Adds an answer to those before it, or to new ones.
    private boolean writesQuietly(
            Rings used, byte type, long sequence, byte[] payload, int length) {
        if (length > Chunk.MAX_ANSWER_BYTES) {
            return false;
        }
        int bytes = Chunk.putAnswer(entry, 0, type, payload, length);
        RingWriter responses = used.responses();
        boolean isNext = sequence == nextSequence && responses.append(entry, bytes);
        if (!isNext && !(opens(used, sequence) && responses.append(entry, bytes))) {
            return false;
        }
        nextSequence = sequence + 1;
        isQuiet = true;
        return true;
    }

    private static boolean opens(Rings used, long sequence) {
        int roomBytes = Math.min(Chunk.MAX_ANSWERS_BYTES, used.responses().maxPayloadBytes());
        used.header().begin(CallDescriptor.ANSWERS, sequence).argument(0).total(0);
        return used.responses().open(used.header(), roomBytes);
    }

    private void sendRecord(byte type, long sequence, int argument, byte[] payload, int length) {
        if (rings == null) {
            sendByPipe(type, sequence, argument, payload, length);
        } else {
            sendByRing(rings, type, sequence, argument, payload, length);
        }
    }

    private void sendByRing(
            Rings used, byte type, long sequence, int argument, byte[] payload, int length) {
        int most = used.responses().maxPayloadBytes();
        int total = length > most ? length : 0;
        int offset = 0;
        while (length - offset > most) {
            used.header().begin(CallDescriptor.PART, sequence).argument(argument).total(total);
            write(used, MemorySegment.ofArray(payload), offset, most);
            ringParent();
            offset += most;
        }
        used.header().begin(type, sequence).argument(argument).total(total);
        write(used, payload, offset, length - offset);
    }

    private void write(Rings used, byte[] payload, int offset, int length) {
        if (used.responses().write(used.header(), payload, offset, length) == RingWriter.NO_ROOM) {
            write(used, MemorySegment.ofArray(payload), offset, length);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the parent may need this very core
    private void write(Rings used, MemorySegment bytes, int offset, int length) {
        boolean isArmed = false;
        int spins = used.spinMicros() > 0 ? SPINS_BEFORE_SLEEP : 0;
        while (!isWritten(used, bytes, offset, length) && !inbox.isHalted()) {
            if (spins > 0) {
                spins--;
                Thread.yield();
            } else if (!isArmed) {
                inbox.sleep().prepare();
                used.workerBell().arm(Bell.SPACE);
                isArmed = true;
                ringParent();
            } else {
                inbox.sleep().sleep();
                inbox.sleep().over();
                Interrupts.clear();
                isArmed = false;
            }
        }
        if (isArmed) {
            used.workerBell().disarm(Bell.SPACE);
            inbox.sleep().over();
        }
    }

    private static boolean isWritten(Rings used, MemorySegment bytes, int offset, int length) {
        RingWriter ring = used.responses();
        if (ring.writeUnpublished(used.header(), bytes, offset, length) == RingWriter.NO_ROOM) {
            return false;
        }
        ring.publish();
        return true;
    }

    private void sendByPipe(byte type, long sequence, int argument, byte[] payload, int length) {
        int most = FrameDescriptor.MAX_PIECE_BYTES;
        int total = length > most ? length : 0;
        int offset = 0;
        boolean isLast;
        do {
            int count = Math.min(most, length - offset);
            isLast = offset + count == length;
            pipe.send(
                    FrameWriter.of(FrameDescriptor.ANSWER)
                            .addByte(isLast ? type : CallDescriptor.PART)
                            .addByte((byte) 0)
                            .addLong(sequence)
                            .addInt(epoch)
                            .addInt(argument)
                            .addInt(total)
                            .addBytes(payload, offset, count)
                            .finished());
            offset += count;
        } while (!isLast);
    }
}
