package io.manyhands.process;

import java.util.Arrays;

/// Collects the bytes of a line up to a bound. Confined.
final class LineSplitter {
    static final int LONGEST_BYTES = 8192;

    private byte[] line = new byte[128];
    private int length;
    private long leftOut;

    /// Takes a byte.
    ///
    /// @return whether it ended the line
    boolean add(byte each) {
        if (each == '\n') {
            return true;
        }
        if (length == LONGEST_BYTES) {
            leftOut++;
        } else {
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = each;
        }
        return false;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /// The array that holds the line, without its end.
    byte[] line() {
        return line;
    }

    /// How much of the array is the line.
    int length() {
        boolean isReturn = length > 0 && leftOut == 0 && line[length - 1] == '\r';
        return isReturn ? length - 1 : length;
    }

    /// How many bytes the line had beyond the bound.
    long leftOut() {
        return leftOut;
    }

    /// Begins the next line.
    void clear() {
        length = 0;
        leftOut = 0;
    }
}
