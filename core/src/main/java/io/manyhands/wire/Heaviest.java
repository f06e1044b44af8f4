package io.manyhands.wire;

import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/// Finds what a task captured that makes it too large: by serializing each part once more, to
/// nowhere. Stateless.
final class Heaviest {
    private Heaviest() {}

    /// The captured value that takes the most bytes, with its name; null if the value is no lambda
    /// or has captured nothing, or if that cannot be found out.
    static @Nullable Referent in(Object value) {
        try (ShallowWriter writer = new ShallowWriter()) {
            return writer.write(value).written() instanceof SerializedLambda lambda
                    ? among(value.getClass(), lambda)
                    : null;
        } catch (Throwable unexplained) {
            // Memory may be short, and whatever else serialization does: the first failure is told.
            return null;
        }
    }

    private static @Nullable Referent among(Class<?> lambdaClass, SerializedLambda lambda) {
        Object heaviest = null;
        long most = -1;
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object part = lambda.getCapturedArg(i);
            long bytes = part == null ? -1 : bytes(part);
            if (bytes > most) {
                heaviest = part;
                most = bytes;
            }
        }
        return heaviest == null
                ? null
                : new Referent(CapturedNames.of(lambdaClass, lambda, heaviest), heaviest);
    }

    private static long bytes(Object part) {
        if (part instanceof String text) {
            return text.length();
        }
        Class<?> element = part.getClass().getComponentType();
        if (element != null && element.isPrimitive()) {
            return (long) Array.getLength(part) * sizeOf(element);
        }
        Counting counting = new Counting();
        try (PathOutput objects = new PathOutput(counting)) {
            objects.writeObject(part);
        } catch (Throwable unserializable) {
            // As far as it came.
        }
        return counting.bytes;
    }

    private static int sizeOf(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return Long.BYTES;
        }
        if (primitive == int.class || primitive == float.class) {
            return Integer.BYTES;
        }
        return primitive == short.class || primitive == char.class ? Short.BYTES : 1;
    }

    /// Keeps nothing but the number.
    private static final class Counting extends OutputStream {
        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
