package io.manyhands.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/// Reads what [LeafWriter] wrote, and the rarer scalars. Stateless.
final class LeafReader {
    private LeafReader() {}

    static Class<?> type(int tag) throws StreamCorruptedException {
        return switch (tag) {
            case Tags.BYTE -> Byte.class;
            case Tags.SHORT -> Short.class;
            case Tags.CHARACTER -> Character.class;
            case Tags.FLOAT -> Float.class;
            case Tags.DOUBLE -> Double.class;
            case Tags.BIG_INTEGER -> BigInteger.class;
            case Tags.BIG_DECIMAL -> BigDecimal.class;
            case Tags.UUID -> UUID.class;
            case Tags.INSTANT -> Instant.class;
            case Tags.DURATION -> Duration.class;
            case Tags.LOCAL_DATE -> LocalDate.class;
            case Tags.LOCAL_TIME -> LocalTime.class;
            case Tags.LOCAL_DATE_TIME -> LocalDateTime.class;
            case Tags.BOOLEANS -> boolean[].class;
            case Tags.BYTES -> byte[].class;
            case Tags.CHARACTERS -> char[].class;
            case Tags.SHORTS -> short[].class;
            case Tags.INTEGERS -> int[].class;
            case Tags.LONGS -> long[].class;
            case Tags.FLOATS -> float[].class;
            case Tags.DOUBLES -> double[].class;
            default -> throw new StreamCorruptedException("unknown tag: " + tag);
        };
    }

    static int elementBytes(int tag) {
        return switch (tag) {
            case Tags.CHARACTERS, Tags.SHORTS -> Short.BYTES;
            case Tags.INTEGERS, Tags.FLOATS -> Integer.BYTES;
            case Tags.LONGS, Tags.DOUBLES -> Long.BYTES;
            default -> 1;
        };
    }

    /// Whether a part of this tag has a number.
    static boolean isNumbered(int tag) {
        return tag >= Tags.BIG_INTEGER;
    }

    static Object read(int tag, Input input) throws IOException {
        return switch (tag) {
            case Tags.BYTE -> input.next();
            case Tags.SHORT -> input.nextShort();
            case Tags.CHARACTER -> (char) input.nextShort();
            case Tags.FLOAT -> Float.intBitsToFloat(input.nextInt());
            case Tags.DOUBLE -> Double.longBitsToDouble(input.nextLong());
            case Tags.BIG_INTEGER -> bigInteger(input);
            case Tags.BIG_DECIMAL -> {
                int scale = input.number();
                yield new BigDecimal(bigInteger(input), scale);
            }
            case Tags.UUID -> {
                long most = input.nextLong();
                yield new UUID(most, input.nextLong());
            }
            case Tags.INSTANT -> {
                long seconds = input.longNumber();
                yield Instant.ofEpochSecond(seconds, input.number());
            }
            case Tags.DURATION -> {
                long seconds = input.longNumber();
                yield Duration.ofSeconds(seconds, input.number());
            }
            case Tags.LOCAL_DATE -> LocalDate.ofEpochDay(input.longNumber());
            case Tags.LOCAL_TIME -> LocalTime.ofNanoOfDay(input.longNumber());
            case Tags.LOCAL_DATE_TIME -> {
                LocalDate date = LocalDate.ofEpochDay(input.longNumber());
                yield LocalDateTime.of(date, LocalTime.ofNanoOfDay(input.longNumber()));
            }
            default -> throw new StreamCorruptedException("unknown tag: " + tag);
        };
    }

    static Object array(int tag, int size, Input input) throws IOException {
        return switch (tag) {
            case Tags.BYTES -> input.nextBytes(size);
            case Tags.BOOLEANS -> booleans(size, input);
            case Tags.INTEGERS -> {
                int[] array = new int[size];
                input.view(Integer.BYTES * size).asIntBuffer().get(array);
                yield array;
            }
            case Tags.LONGS -> {
                long[] array = new long[size];
                input.view(Long.BYTES * size).asLongBuffer().get(array);
                yield array;
            }
            case Tags.DOUBLES -> {
                double[] array = new double[size];
                input.view(Double.BYTES * size).asDoubleBuffer().get(array);
                yield array;
            }
            case Tags.FLOATS -> {
                float[] array = new float[size];
                input.view(Float.BYTES * size).asFloatBuffer().get(array);
                yield array;
            }
            case Tags.CHARACTERS -> {
                char[] array = new char[size];
                input.view(Character.BYTES * size).asCharBuffer().get(array);
                yield array;
            }
            default -> {
                short[] array = new short[size];
                input.view(Short.BYTES * size).asShortBuffer().get(array);
                yield array;
            }
        };
    }

    private static boolean[] booleans(int size, Input input) throws IOException {
        boolean[] array = new boolean[size];
        for (int i = 0; i < size; i++) {
            array[i] = input.next() != 0;
        }
        return array;
    }

    private static BigInteger bigInteger(Input input) throws IOException {
        return new BigInteger(input.nextBytes(input.size(1)));
    }
}
