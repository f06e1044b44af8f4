package io.manyhands.cli.find;

import java.nio.ByteBuffer;

/// Finds and counts the ends of lines, eight bytes at a time.
///
/// The bytes belong to a [Block]: up to seven of them behind the end are read, and ignored.
final class Newlines {
    /// A one in each byte.
    static final long ONES = 0x0101010101010101L;

    /// The top bit of each byte.
    static final long HIGH = 0x8080808080808080L;

    private static final int STRIDE = 512;
    private static final long LOW = ~HIGH;
    private static final long NEWLINES = repeat('\n');

    private Newlines() {}

    /// A byte, eight times.
    static long repeat(int value) {
        return ONES * (value & 0xff);
    }

    /// Marks the lowest byte that is zero by its top bit, and no byte below it; bytes above it may
    /// be marked wrongly.
    static long lowestZero(long word) {
        return (word - ONES) & ~word & HIGH;
    }

    /// Marks each byte that is zero by its top bit, and no other.
    static long zeros(long word) {
        return ~(((word & LOW) + LOW) | word | LOW);
    }

    /// Where the first newline is, or -1.
    static int first(ByteBuffer data, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long found = lowestZero(data.getLong(at) ^ NEWLINES);
            if (found != 0) {
                int place = at + (Long.numberOfTrailingZeros(found) >>> 3);
                return place < to ? place : -1;
            }
        }
        return -1;
    }

    /// Where the last newline is, or -1.
    static int last(ByteBuffer data, int from, int to) {
        int at = to;
        while (at - Long.BYTES >= from) {
            at -= Long.BYTES;
            long found = zeros(data.getLong(at) ^ NEWLINES);
            if (found != 0) {
                return at + ((63 - Long.numberOfLeadingZeros(found)) >>> 3);
            }
        }
        while (--at >= from) {
            if (data.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    /// Whether there is a NUL.
    static boolean hasNul(ByteBuffer data, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long found = lowestZero(data.getLong(at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3) < to;
            }
        }
        return false;
    }

    /// How many newlines there are.
    static int count(ByteBuffer data, int from, int to) {
        int count = 0;
        int at = from;
        while (to - at >= STRIDE) {
            count += countStride(data, at);
            at += STRIDE;
        }
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            count += Long.bitCount(zeros(data.getLong(at) ^ NEWLINES));
        }
        for (; at < to; at++) {
            count += data.get(at) == '\n' ? 1 : 0;
        }
        return count;
    }

    private static int countStride(ByteBuffer data, int from) {
        long count = 0;
        for (int i = 0; i < STRIDE; i += Long.BYTES) {
            count += Long.bitCount(zeros(data.getLong(from + i) ^ NEWLINES));
        }
        return (int) count;
    }
}
