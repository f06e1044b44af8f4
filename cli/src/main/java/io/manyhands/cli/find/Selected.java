package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Collects the lines to be printed. Confined to one thread.
final class Selected {
    private static final int FEW = 16;

    private byte[] bytes = new byte[4096];
    private int length;
    private int[] starts = new int[FEW];
    private int[] numbers = new int[FEW];
    private int marks;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        marks = 0;
    }

    void append(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    void append(ByteBuffer data, int from, int to) {
        ensure(to - from);
        data.get(from, bytes, length, to - from);
        length += to - from;
    }

    /// Ends a line that has no newline at its end.
    void terminate() {
        if (bytes[length - 1] != '\n') {
            ensure(1);
            bytes[length++] = '\n';
        }
    }

    /// Begins a line of which place and number are handed over.
    void mark(int number) {
        if (marks == starts.length) {
            starts = Arrays.copyOf(starts, 2 * marks);
            numbers = Arrays.copyOf(numbers, 2 * marks);
        }
        starts[marks] = length;
        numbers[marks++] = number;
    }

    /// The lines, good until the next change.
    Lines view() {
        return new Lines(bytes, length, starts, numbers, marks);
    }

    /// The lines, to be kept.
    Lines copy() {
        if (length == 0) {
            return Lines.NONE;
        }
        return new Lines(
                Arrays.copyOf(bytes, length),
                length,
                Arrays.copyOf(starts, marks),
                Arrays.copyOf(numbers, marks),
                marks);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * length));
        }
    }
}
