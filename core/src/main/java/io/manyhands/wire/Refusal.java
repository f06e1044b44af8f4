package io.manyhands.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How it travels that something cannot travel: the sentence and the path in plain text, which
/// always arrive, then the encoded exception that says so. Immutable, as long as nobody writes into
/// the bytes.
///
/// ```
///   +------------+----------+------------+------+-----------------+
///   | length (4) | sentence | length (4) | path | encoded failure |
///   +------------+----------+------------+------+-----------------+
/// ```
///
/// @param message the sentence
/// @param path the way to the part that is the reason, or what the whole is
/// @param failure what [Codec#encodeFailure(Throwable)] gave, for the cause; empty if there is none
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Refusal(String message, String path, byte[] failure) {
    /// The bytes of it.
    ///
    /// @return bytes for [#decode(byte\[\])]
    public byte[] encode() {
        byte[] sentence = message.getBytes(StandardCharsets.UTF_8);
        byte[] way = path.getBytes(StandardCharsets.UTF_8);
        int length = 2 * Integer.BYTES + sentence.length + way.length + failure.length;
        ByteBuffer joined = ByteBuffer.allocate(length);
        joined.putInt(sentence.length).put(sentence).putInt(way.length).put(way).put(failure);
        return joined.array();
    }

    /// The refusal of the bytes.
    ///
    /// @param bytes what [#encode()] gave
    /// @return the refusal
    /// @throws NotDecodableException if the bytes are no refusal
    public static Refusal decode(byte[] bytes) throws NotDecodableException {
        ByteBuffer joined = ByteBuffer.wrap(bytes);
        String message = text(joined);
        String path = text(joined);
        byte[] failure = Arrays.copyOfRange(bytes, joined.position(), bytes.length);
        return new Refusal(message, path, failure);
    }

    private static String text(ByteBuffer joined) throws NotDecodableException {
        int length = joined.remaining() < Integer.BYTES ? -1 : joined.getInt();
        if (length < 0 || length > joined.remaining()) {
            throw new NotDecodableException(
                    "A refusal must hold its sentence and its path: bytes=" + joined.capacity(),
                    null);
        }
        byte[] text = new byte[length];
        joined.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
