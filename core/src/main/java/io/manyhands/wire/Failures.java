package io.manyhands.wire;

import java.io.ObjectInputFilter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How an exception travels: its image first, which always arrives, then the exception itself,
/// which may turn out not to be decodable. Stateless.
///
/// ```
///   +------------+-------+------------+-----------+------------+----------+
///   | length (4) | image | length (4) | exception | length (4) | obstacle |
///   +------------+-------+------------+-----------+------------+----------+
/// ```
///
/// Lengths are big-endian and in bytes. `image` and `exception` are encoded values; `obstacle` is
/// UTF-8 and says why there is no exception: one of the two is empty.
final class Failures {
    private static final byte[] ABSENT = {};
    private static final int SECTIONS = 3;
    private static final Codec IMAGES =
            Codec.of(Codec.ownLoader(), Limits.defaults(), imagesOnly()).withoutJvmFilter();

    private Failures() {}

    static byte[] encode(Codec codec, Throwable failure) {
        byte[] image = encodeImage(failure);
        try {
            return join(image, codec.encode(Subject.FAILURE, withMessage(failure)), ABSENT);
        } catch (NotEncodableException e) {
            String obstacle = String.valueOf(e.getMessage());
            return join(image, ABSENT, obstacle.getBytes(StandardCharsets.UTF_8));
        }
    }

    static DecodedFailure decode(Codec codec, byte[] bytes) throws NotDecodableException {
        byte[][] sections = split(bytes);
        ThrowableImage image = decodeImage(sections[0], bytes.length);
        byte[] exception = sections[1];
        if (exception.length > 0) {
            return decodeException(codec, exception, image);
        }
        return new DecodedFailure(null, image, new String(sections[2], StandardCharsets.UTF_8));
    }

    private static DecodedFailure decodeException(
            Codec codec, byte[] exception, ThrowableImage image) {
        try {
            if (codec.decode(exception) instanceof Throwable real) {
                return new DecodedFailure(real, image, null);
            }
            return new DecodedFailure(null, image, "An exception must be rebuilt as an exception");
        } catch (NotDecodableException e) {
            return new DecodedFailure(null, image, e.getMessage());
        }
    }

    /// The JVM's words for a null pointer (JEP 358) are not a part of the exception, and would stay
    /// behind: a copy has them.
    private static Throwable withMessage(Throwable failure) {
        if (failure.getClass() != NullPointerException.class || failure.getMessage() == null) {
            return failure;
        }
        NullPointerException told = new NullPointerException(failure.getMessage());
        told.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            told.initCause(failure.getCause());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            told.addSuppressed(suppressed);
        }
        return told;
    }

    private static byte[] encodeImage(Throwable failure) {
        try {
            return IMAGES.encode(Subject.FAILURE, ThrowableImage.of(failure));
        } catch (NotEncodableException e) {
            return encodeName(failure);
        }
    }

    /// The least that can be told, for when memory or stack did not suffice for more.
    private static byte[] encodeName(Throwable failure) {
        String name = failure.getClass().getName();
        ThrowableImage image = new ThrowableImage(name, null, List.of(), null, List.of());
        try {
            return IMAGES.encode(Subject.FAILURE, image);
        } catch (NotEncodableException e) {
            throw new IllegalStateException("An image must be encodable: class=" + name, e);
        }
    }

    private static ThrowableImage decodeImage(byte[] bytes, int length)
            throws NotDecodableException {
        if (IMAGES.decode(bytes) instanceof ThrowableImage image) {
            return image;
        }
        throw Scalars.damaged(length, null);
    }

    private static byte[] join(byte[]... sections) {
        int length = 0;
        for (byte[] section : sections) {
            length = Math.addExact(length, Integer.BYTES + section.length);
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] section : sections) {
            joined.putInt(section.length).put(section);
        }
        return joined.array();
    }

    private static byte[][] split(byte[] bytes) throws NotDecodableException {
        ByteBuffer joined = ByteBuffer.wrap(bytes);
        byte[][] sections = new byte[SECTIONS][];
        try {
            for (int i = 0; i < SECTIONS; i++) {
                sections[i] = section(joined);
            }
        } catch (BufferUnderflowException e) {
            throw Scalars.damaged(bytes.length, e);
        }
        if (joined.hasRemaining()) {
            throw Scalars.damaged(bytes.length, null);
        }
        return sections;
    }

    private static byte[] section(ByteBuffer joined) {
        int length = joined.getInt();
        if (length < 0 || length > joined.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] section = new byte[length];
        joined.get(section);
        return section;
    }

    private static ObjectInputFilter imagesOnly() {
        return ObjectInputFilter.Config.createFilter(
                ThrowableImage.class.getName()
                        + ";java.lang.StackTraceElement;java.util.CollSer;java.lang.Object"
                        + ";java.util.ImmutableCollections$*;!*");
    }
}
