package io.manyhands.cli.find;

import java.io.IOException;

/// Where the lines of a range go, while it is being searched.
interface Sink {
    /// Takes the lines that were selected so far, or leaves them where they are.
    ///
    /// @return whether to go on
    boolean lines(Selector selector) throws IOException;

    /// Takes a line that is too long for the memory.
    ///
    /// @return whether to go on
    boolean longLine(LongLine line) throws IOException;
}
