package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;

/// Writes the values that have no identity worth keeping and no number. Stateless.
final class ScalarWriter {
    private ScalarWriter() {}

    /// Whether the value is such a one, which then is written.
    static boolean write(Object value, Class<?> type, Output out) throws TooLargeException {
        if (type == Long.class) {
            out.put(Tags.LONG);
            out.putNumber((long) value);
        } else if (type == Double.class) {
            out.put(Tags.DOUBLE);
            out.putLong(Double.doubleToRawLongBits((double) value));
        } else if (type == Boolean.class) {
            out.put((boolean) value ? Tags.TRUE : Tags.FALSE);
        } else if (type == Character.class) {
            out.put(Tags.CHARACTER);
            out.putShort((char) value);
        } else if (type == Float.class) {
            out.put(Tags.FLOAT);
            out.putInt(Float.floatToRawIntBits((float) value));
        } else if (type == Byte.class) {
            out.put(Tags.BYTE);
            out.put((byte) value);
        } else if (type == Short.class) {
            out.put(Tags.SHORT);
            out.putShort((short) value);
        } else {
            return false;
        }
        return true;
    }
}
