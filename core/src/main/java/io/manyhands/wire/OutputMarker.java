package io.manyhands.wire;

import java.nio.charset.StandardCharsets;

/// What stands before a line that Java code prints in a worker, so that its parent knows whose it
/// is: the byte 1, the task's sequence number, `o` or `e` for the stream, a colon. The line's text
/// follows, in UTF-8.
///
/// Lines of native code and of child processes have none. Immutable.
///
/// @param task the task's sequence number; negative if no task runs
/// @param isError whether it was printed to `System.err`
/// @param textOffset where the line's text begins
public record OutputMarker(long task, boolean isError, int textOffset) {
    private static final byte START = 1;
    private static final int MOST_DIGITS = 19;

    /// Makes the bytes to write before a line.
    ///
    /// @param task the task's sequence number; negative if no task runs
    /// @param isError whether it is printed to `System.err`
    /// @return a new array
    public static byte[] encode(long task, boolean isError) {
        String marker = (char) START + Long.toString(task) + (isError ? "e:" : "o:");
        return marker.getBytes(StandardCharsets.US_ASCII);
    }

    /// Finds the first marker in a line.
    ///
    /// @param line the array that begins with the line
    /// @param length how much of it is the line
    /// @return where it begins, or -1 if there is none
    public static int indexIn(byte[] line, int length) {
        for (int at = 0; at < length; at++) {
            if (line[at] == START && end(line, at, length) > 0) {
                return at;
            }
        }
        return -1;
    }

    /// Reads the marker at a place that [#indexIn] has found.
    ///
    /// @param line the array that begins with the line
    /// @param at where the marker begins
    /// @param length how much of the array is the line
    /// @return what it says
    /// @throws IllegalArgumentException if there is none
    public static OutputMarker parse(byte[] line, int at, int length) {
        int end = end(line, at, length);
        if (end < 0) {
            throw new IllegalArgumentException("A marker must be well-formed: at=" + at);
        }
        boolean negative = line[at + 1] == '-';
        long task = 0;
        for (int digit = negative ? at + 2 : at + 1; digit < end - 2; digit++) {
            task = task * 10 + (line[digit] - '0');
        }
        return new OutputMarker(negative ? -task : task, line[end - 2] == 'e', end);
    }

    /// Where the text after a marker begins, or -1 if this is no marker.
    private static int end(byte[] line, int at, int length) {
        if (at >= length || line[at] != START) {
            return -1;
        }
        int next = at + 1;
        if (next < length && line[next] == '-') {
            next++;
        }
        int first = next;
        while (next < length && line[next] >= '0' && line[next] <= '9') {
            next++;
        }
        int digits = next - first;
        boolean isMarker =
                digits > 0
                        && digits <= MOST_DIGITS
                        && next + 1 < length
                        && (line[next] == 'o' || line[next] == 'e')
                        && line[next + 1] == ':';
        return isMarker ? next + 2 : -1;
    }
}
