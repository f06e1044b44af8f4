package io.manyhands.wire;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/// What a program tells a worker that has sent a [HandleRequest]: the body of a TOLD frame.
/// Immutable, as long as nobody writes into the payload.
///
/// ```
///   number (8) kind (1) payload
/// ```
///
/// @param number that of the request
/// @param kind how it ended: one of those from the worker in [CallDescriptor], or of the constants
/// @param payload what goes with that kind
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HandleReply(long number, byte kind, byte[] payload) {
    /// The task was cancelled. The payload of this and the following is an encoded failure, of
    /// classes of the library and the JDK alone.
    public static final byte CANCELLED = 65;

    /// The task ended by its timeout or its deadline.
    public static final byte TIMED_OUT = 66;

    /// The task ended because its worker did.
    public static final byte LOST = 67;

    /// The frame of it.
    ///
    /// @return a TOLD frame
    public byte[] frame() {
        return FrameWriter.of(FrameDescriptor.TOLD)
                .addLong(number)
                .addByte(kind)
                .addBytes(payload, 0, payload.length)
                .finished();
    }

    /// The frames of several, one behind the other.
    ///
    /// @param replies at least one
    /// @return TOLD frames
    public static byte[] frames(List<HandleReply> replies) {
        if (replies.size() == 1) {
            // It may be long, and is not copied again.
            return replies.getFirst().frame();
        }
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (HandleReply each : replies) {
            frames.writeBytes(each.frame());
        }
        return frames.toByteArray();
    }

    /// The reply of a frame's body.
    ///
    /// @param body what came after the header
    /// @return the reply
    /// @throws BrokenFrameException if it is none
    public static HandleReply of(byte[] body) throws BrokenFrameException {
        ByteBuffer rest = ByteBuffer.wrap(body);
        try {
            long number = rest.getLong();
            byte kind = rest.get();
            return new HandleReply(number, kind, HandleRequest.rest(rest));
        } catch (BufferUnderflowException tooShort) {
            throw new BrokenFrameException("A reply must be whole: bytes=" + body.length);
        }
    }
}
