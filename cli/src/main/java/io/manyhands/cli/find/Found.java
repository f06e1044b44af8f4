package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;

/// What a worker found in a range. Immutable by convention; travels.
///
/// @param range where
/// @param state how it went
/// @param newlines how many lines the range owns, if numbers are wanted
/// @param selected how many lines are selected, as far as there is a limit
/// @param lines what to print
/// @param sentence what went wrong, if something did
record Found(Range range, State state, long newlines, long selected, Lines lines, String sentence)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// How it went.
    enum State {
        /// The range was searched.
        DONE,
        /// To be searched again, straight to the output: a stream, or too much to hand over.
        DEFERRED,
        /// The file is binary.
        BINARY,
        /// The file could not be read.
        FAILED
    }

    static Found deferred(Range range) {
        return new Found(range, State.DEFERRED, 0, 0, Lines.NONE, "");
    }

    static Found binary(Range range) {
        return new Found(range, State.BINARY, 0, 0, Lines.NONE, "");
    }

    static Found failed(Range range, String sentence) {
        return new Found(range, State.FAILED, 0, 0, Lines.NONE, sentence);
    }
}
