package io.manyhands.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The short encodings of the simplest values, and the tag that begins every encoded value.
/// Stateless.
///
/// ```
///   0         1
///   +---------+--------------------------------------------+
///   | tag     | payload, big-endian, up to the end         |
///   +---------+--------------------------------------------+
///   0 NULL      nothing
///   1 OBJECT    a stream of JDK serialization
///   2 STRING    UTF-8
///   3 FALSE     nothing
///   4 TRUE      nothing
///   5 INTEGER   4 bytes
///   6 LONG      8 bytes
///   7 DOUBLE    8 bytes: the raw bits
/// ```
final class Scalars {
    static final byte NULL = 0;
    static final byte OBJECT = 1;

    private static final byte STRING = 2;
    private static final byte FALSE = 3;
    private static final byte TRUE = 4;
    private static final byte INTEGER = 5;
    private static final byte LONG = 6;
    private static final byte DOUBLE = 7;

    private Scalars() {}

    /// The value's short encoding; null if it has none and must be written as an object.
    static byte @Nullable [] encode(@Nullable Object value) {
        return switch (value) {
            case null -> new byte[] {NULL};
            case String text -> encodeText(text);
            case Boolean bool -> new byte[] {bool ? TRUE : FALSE};
            case Integer number -> tagged(INTEGER, Integer.BYTES).putInt(number).array();
            case Long number -> tagged(LONG, Long.BYTES).putLong(number).array();
            case Double number ->
                    tagged(DOUBLE, Long.BYTES).putLong(Double.doubleToRawLongBits(number)).array();
            default -> null;
        };
    }

    /// Reads what [#encode] wrote.
    static @Nullable Object decode(byte[] bytes, int offset, int length)
            throws NotDecodableException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            Object value = read(buffer);
            if (buffer.hasRemaining()) {
                throw damaged(length, null);
            }
            return value;
        } catch (BufferUnderflowException | CharacterCodingException e) {
            throw damaged(length, e);
        }
    }

    static NotDecodableException damaged(int length, @Nullable Throwable cause) {
        String reason = cause == null ? "" : ", reason=" + cause;
        return new NotDecodableException(
                "The bytes must be one whole encoded value: bytes=" + length + reason, cause);
    }

    private static @Nullable Object read(ByteBuffer buffer)
            throws CharacterCodingException, NotDecodableException {
        byte tag = buffer.get();
        return switch (tag) {
            case NULL -> null;
            case STRING -> StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            case FALSE -> false;
            case TRUE -> true;
            case INTEGER -> buffer.getInt();
            case LONG -> buffer.getLong();
            case DOUBLE -> Double.longBitsToDouble(buffer.getLong());
            default ->
                    throw new NotDecodableException(
                            "An encoded value must begin with a known tag: tag=" + tag, null);
        };
    }

    private static byte @Nullable [] encodeText(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return tagged(STRING, encoded.remaining()).put(encoded).array();
        } catch (CharacterCodingException e) {
            // Half a surrogate pair has no UTF-8; JDK serialization keeps it.
            return null;
        }
    }

    private static ByteBuffer tagged(byte tag, int payloadBytes) {
        return ByteBuffer.allocate(1 + payloadBytes).put(tag);
    }
}
