package io.manyhands.wire;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/// How much one encoded value may hold, whatever its classes: a bound on what a damaged or hostile
/// stream can cost. Immutable.
///
/// Beside the four numbers, an array may not be longer than [#ARRAY_LENGTH_PER_BYTE] times the
/// stream that describes it (plus 2 to the 24th), so that a few bytes cannot claim gigabytes.
///
/// @param depth how deeply references may be nested, at least 1; a thread's stack may end earlier
/// @param references how many references one value may hold, at least 1
/// @param arrayLength how many elements one array may have, at least 1
/// @param bytes how long one encoded value may be, in bytes, at least 1
record Limits(int depth, long references, int arrayLength, int bytes) {
    /// How many array elements each byte of a stream may claim.
    static final int ARRAY_LENGTH_PER_BYTE = 64;

    private static final int SMALL_ARRAY_LENGTH = 1 << 24;
    private static final Limits DEFAULTS = new Limits(10_000, 100_000_000, 1 << 30, 1 << 30);

    /// Limits of these numbers.
    ///
    /// @throws IllegalArgumentException if a number is less than 1
    Limits {
        requirePositive("depth", depth);
        requirePositive("references", references);
        requirePositive("arrayLength", arrayLength);
        requirePositive("bytes", bytes);
    }

    /// Generous limits: depth 10,000, references 100,000,000, array length and bytes 2 to the 30th.
    ///
    /// @return the defaults
    static Limits defaults() {
        return DEFAULTS;
    }

    /// These limits with another depth.
    ///
    /// @param newDepth the depth, at least 1
    /// @return new limits
    Limits withDepth(int newDepth) {
        return new Limits(newDepth, references, arrayLength, bytes);
    }

    /// These limits with another number of references.
    ///
    /// @param newReferences the number of references, at least 1
    /// @return new limits
    Limits withReferences(long newReferences) {
        return new Limits(depth, newReferences, arrayLength, bytes);
    }

    /// These limits with another array length.
    ///
    /// @param newArrayLength the array length, at least 1
    /// @return new limits
    Limits withArrayLength(int newArrayLength) {
        return new Limits(depth, references, newArrayLength, bytes);
    }

    /// These limits with another number of bytes.
    ///
    /// @param newBytes the number of bytes, at least 1
    /// @return new limits
    Limits withBytes(int newBytes) {
        return new Limits(depth, references, arrayLength, newBytes);
    }

    /// Which limit the stream breaks at this point, as `limit=..., actual=...`; null if none.
    @Nullable String brokenBy(ObjectInputFilter.FilterInfo info, int streamLength) {
        if (info.depth() > depth) {
            return broken("depth", depth, info.depth());
        }
        if (info.references() > references) {
            return broken("references", references, info.references());
        }
        if (info.streamBytes() > bytes) {
            return broken("bytes", bytes, info.streamBytes());
        }
        long longest = Math.min(arrayLength, longestArray(streamLength));
        return info.arrayLength() > longest
                ? broken("arrayLength", longest, info.arrayLength())
                : null;
    }

    private static long longestArray(int streamLength) {
        return (long) ARRAY_LENGTH_PER_BYTE * streamLength + SMALL_ARRAY_LENGTH;
    }

    private static String broken(String name, long limit, long actual) {
        return "limit=" + name + ", allowed=" + limit + ", actual=" + actual;
    }

    private static void requirePositive(String name, long number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "A limit must be at least 1: " + name + "=" + number);
        }
    }
}
