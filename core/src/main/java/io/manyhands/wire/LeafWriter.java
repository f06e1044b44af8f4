package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/// Writes arrays of primitives and the JDK's value classes that have parts of their own. Stateless.
final class LeafWriter {
    private LeafWriter() {}

    /// Whether objects of the class are written here.
    static boolean isLeaf(String className) {
        return switch (className) {
            case "[Z", "[B", "[C", "[S", "[I", "[J", "[F", "[D" -> true;
            case "java.math.BigInteger", "java.math.BigDecimal", "java.util.UUID" -> true;
            case "java.time.Instant", "java.time.Duration" -> true;
            case "java.time.LocalDate", "java.time.LocalTime", "java.time.LocalDateTime" -> true;
            case "sun.nio.fs.UnixPath", "sun.nio.fs.WindowsPath" -> true;
            default -> false;
        };
    }

    @SuppressWarnings({
        "JavaInstantGetSecondsGetNano",
        "JavaDurationGetSecondsGetNano"
    }) // Both parts are written.
    static void write(Object value, String className, Output out)
            throws TooLargeException, UnknownKindException {
        switch (className) {
            case "java.math.BigInteger" -> {
                out.put(Tags.BIG_INTEGER);
                bigInteger((BigInteger) value, out);
            }
            case "java.math.BigDecimal" -> {
                out.put(Tags.BIG_DECIMAL);
                out.putNumber(((BigDecimal) value).scale());
                bigInteger(((BigDecimal) value).unscaledValue(), out);
            }
            case "java.util.UUID" -> {
                out.put(Tags.UUID);
                out.putLong(((UUID) value).getMostSignificantBits());
                out.putLong(((UUID) value).getLeastSignificantBits());
            }
            case "java.time.Instant" -> {
                out.put(Tags.INSTANT);
                out.putNumber(((Instant) value).getEpochSecond());
                out.putNumber(((Instant) value).getNano());
            }
            case "java.time.Duration" -> {
                out.put(Tags.DURATION);
                out.putNumber(((Duration) value).toSeconds());
                out.putNumber(((Duration) value).getNano());
            }
            case "java.time.LocalDate" -> {
                out.put(Tags.LOCAL_DATE);
                out.putNumber(((LocalDate) value).toEpochDay());
            }
            case "java.time.LocalTime" -> {
                out.put(Tags.LOCAL_TIME);
                out.putNumber(((LocalTime) value).toNanoOfDay());
            }
            case "java.time.LocalDateTime" -> {
                out.put(Tags.LOCAL_DATE_TIME);
                out.putNumber(((LocalDateTime) value).toLocalDate().toEpochDay());
                out.putNumber(((LocalDateTime) value).toLocalTime().toNanoOfDay());
            }
            case "sun.nio.fs.UnixPath", "sun.nio.fs.WindowsPath" -> path((Path) value, out);
            default -> array(value, className, out);
        }
    }

    private static void array(Object array, String className, Output out) throws TooLargeException {
        if (out.putBeside(array, className)) {
            return;
        }
        switch (className) {
            case "[B" -> {
                begin(Tags.BYTES, ((byte[]) array).length, out);
                out.putBytes((byte[]) array);
            }
            case "[I" -> {
                int[] elements = (int[]) array;
                begin(Tags.INTEGERS, elements.length, out);
                out.claim((long) Integer.BYTES * elements.length).asIntBuffer().put(elements);
            }
            case "[J" -> {
                long[] elements = (long[]) array;
                begin(Tags.LONGS, elements.length, out);
                out.claim((long) Long.BYTES * elements.length).asLongBuffer().put(elements);
            }
            case "[D" -> {
                double[] elements = (double[]) array;
                begin(Tags.DOUBLES, elements.length, out);
                out.claim((long) Double.BYTES * elements.length).asDoubleBuffer().put(elements);
            }
            case "[F" -> {
                float[] elements = (float[]) array;
                begin(Tags.FLOATS, elements.length, out);
                out.claim((long) Float.BYTES * elements.length).asFloatBuffer().put(elements);
            }
            case "[C" -> {
                char[] elements = (char[]) array;
                begin(Tags.CHARACTERS, elements.length, out);
                out.claim((long) Character.BYTES * elements.length).asCharBuffer().put(elements);
            }
            case "[S" -> {
                short[] elements = (short[]) array;
                begin(Tags.SHORTS, elements.length, out);
                out.claim((long) Short.BYTES * elements.length).asShortBuffer().put(elements);
            }
            default -> booleans((boolean[]) array, out);
        }
    }

    private static void booleans(boolean[] elements, Output out) throws TooLargeException {
        begin(Tags.BOOLEANS, elements.length, out);
        for (boolean element : elements) {
            out.put(element ? 1 : 0);
        }
    }

    private static void begin(int tag, int length, Output out) throws TooLargeException {
        out.put(tag);
        out.putCount(length);
    }

    private static void path(Path path, Output out) throws TooLargeException, UnknownKindException {
        String text = SentPath.text(path);
        if (text == null) {
            throw UnknownKindException.SIGNAL;
        }
        out.put(Tags.PATH);
        out.putText(text);
    }

    private static void bigInteger(BigInteger number, Output out)
            throws TooLargeException, UnknownKindException {
        if (number.getClass() != BigInteger.class) {
            throw UnknownKindException.SIGNAL;
        }
        byte[] magnitude = number.toByteArray();
        out.putCount(magnitude.length);
        out.putBytes(magnitude);
    }
}
