package io.manyhands.process;

import io.manyhands.wire.CallDescriptor;

/// Something for a worker to do, on its way through one [Channel]: sent at most once. Whoever sends
/// it may extend it with what it has to remember.
///
/// The payload is not copied: nobody writes into it. What is not final belongs to the channel:
/// `way` and `position` to the holder of its lock for sending.
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

    private final byte type;
    private final long sequence;
    private final int argument;
    private final byte[] payload;

    /// Written by the reader of the pipe, read by any.
    volatile boolean begunByPipe;

    Way way = Way.NONE;
    long position;

    /// A call.
    ///
    /// @param type one of those that go to the worker in [CallDescriptor]
    /// @param sequence its number, unique within the channel; the loader's id for a function
    /// @param argument the loader's or the function's id, see [CallDescriptor]
    /// @param payload the encoded task, argument or function
    Call(byte type, long sequence, int argument, byte[] payload) {
        this.type = type;
        this.sequence = sequence;
        this.argument = argument;
        this.payload = payload;
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

    /// Whether the worker answers it: a task or an item.
    final boolean isAnswered() {
        return type == CallDescriptor.TASK || type == CallDescriptor.ITEM;
    }
}
