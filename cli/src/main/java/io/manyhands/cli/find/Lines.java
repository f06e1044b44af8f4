package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;

/// Selected lines as they are to be printed, but for their numbers. Immutable by convention;
/// travels.
final class Lines implements Serializable {
    static final Lines NONE = new Lines(new byte[0], 0, new int[0], new int[0], 0);

    @Serial private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private final int length;
    private final int[] starts;
    private final int[] numbers;
    private final int marks;

    /// @param bytes the lines
    /// @param length how many of the bytes count
    /// @param starts where each line starts, if lines have marks
    /// @param numbers which line of its range each is, from 0, if lines have marks
    /// @param marks how many marks there are
    Lines(byte[] bytes, int length, int[] starts, int[] numbers, int marks) {
        this.bytes = bytes;
        this.length = length;
        this.starts = starts;
        this.numbers = numbers;
        this.marks = marks;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int marks() {
        return marks;
    }

    /// Where a line starts.
    int start(int mark) {
        return starts[mark];
    }

    /// Where the line behind it starts.
    int end(int mark) {
        return mark + 1 < marks ? starts[mark + 1] : length;
    }

    /// Which line of its range it is, from 0.
    int number(int mark) {
        return numbers[mark];
    }
}
