package io.manyhands.process;

import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Something for a worker to do, on its way through one [Channel]: sent at most once. Whoever sends
/// it may extend it with what it has to remember.
///
/// The payload is not copied: nobody writes into it. What is not final belongs to the channel:
/// `way`, `position` and `end` to the holder of its lock for sending.
class Call {
    /// How a call went to the worker.
    enum Way {
        /// Not at all.
        NONE,
        /// In a frame.
        PIPE,
        /// Some of its pieces are in the ring.
        PIECES,
        /// In the ring, whole.
        RING,
        /// Taken back.
        REVOKED
    }

    private static final VarHandle ANSWERS;

    static {
        try {
            ANSWERS = MethodHandles.lookup().findVarHandle(Call.class, "answers", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final byte type;
    private final long sequence;
    private final int argument;
    private final byte[] payload;
    private final LargeArray[] arrays;
    private final int calls;

    // Written by who takes the answers, read by any.
    @SuppressWarnings("UnusedVariable") // by its handle
    private int answers;

    /// Written by the reader of the pipe, read by any.
    volatile boolean begunByPipe;

    /// The call behind the last one that was not taken back.
    volatile int end;

    Way way = Way.NONE;
    long position;

    /// A call.
    ///
    /// @param type one of those that go to the worker in [CallDescriptor]
    /// @param sequence its number, unique within the channel; the loader's id for a function
    /// @param argument the loader's or the function's id, see [CallDescriptor]
    /// @param payload the encoded task, argument or function
    Call(byte type, long sequence, int argument, byte[] payload) {
        this(type, sequence, argument, new Encoded(payload, LargeArray.NONE), 1);
    }

    /// Encoded tasks or arguments: one, or several in one record.
    ///
    /// @param calls how many, numbered from the sequence on
    Call(byte type, long sequence, int argument, Encoded encoded, int calls) {
        this.calls = calls;
        this.end = calls;
        this.type = type;
        this.sequence = sequence;
        this.argument = argument;
        this.payload = encoded.bytes();
        this.arrays = encoded.arrays();
    }

    final byte type() {
        return type;
    }

    final long sequence() {
        return sequence;
    }

    final int argument() {
        return argument;
    }

    final byte[] payload() {
        return payload;
    }

    /// What goes before the payload; by ring only.
    final LargeArray[] arrays() {
        return arrays;
    }

    /// How many answers were taken, at least.
    final int answers() {
        return (int) ANSWERS.getAcquire(this);
    }

    /// So many answers were taken.
    final void answered(int count) {
        ANSWERS.setRelease(this, count);
    }

    /// How many calls it is.
    final int calls() {
        return calls;
    }

    /// Whether the worker answers it: a task, an item, or several.
    final boolean isAnswered() {
        return CallDescriptor.isCall(type);
    }
}
