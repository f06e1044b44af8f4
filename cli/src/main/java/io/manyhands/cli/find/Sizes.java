package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;

/// How much is read, kept and handed out at a time. Results do not depend on it. Immutable.
///
/// @param rangeBytes how much of a file is searched as one task; small files make a task together
/// @param blockBytes how much is read at a time
/// @param lineBytes how long a line may be to be kept in memory, unless a regular expression must
///   see it
/// @param inlineBytes how much is searched for plain terms without any workers: less time than it
///   takes to start them is gained by them; for regular expressions an eighth of that
public record Sizes(long rangeBytes, int blockBytes, int lineBytes, long inlineBytes)
        implements Serializable {
    /// The longest line, in bytes, that a regular expression is tried on.
    static final int REGEX_LINE_BYTES = 1 << 24;

    @Serial private static final long serialVersionUID = 1;

    private static final Sizes DEFAULTS = new Sizes(4 << 20, 256 << 10, 1 << 20, 128 << 20);

    /// What is fast on usual machines.
    ///
    /// @return the sizes
    public static Sizes defaults() {
        return DEFAULTS;
    }

    /// Other sizes of ranges, with blocks and lines to match; nothing is searched inline.
    ///
    /// @param bytes how much of a file is searched as one task
    /// @return new sizes
    public Sizes withRangeBytes(long bytes) {
        int block = (int) Math.max(16, Math.min(bytes, blockBytes));
        return new Sizes(bytes, block, 4 * block, 0);
    }

    /// How many bytes of output a range may hand over. A range with more is searched again when its
    /// turn comes, straight to the output.
    static long outputBytes(Range range) {
        return range.bytes() + range.bytes() / 4 + 4096;
    }
}
