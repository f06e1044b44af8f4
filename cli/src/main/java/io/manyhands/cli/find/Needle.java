package io.manyhands.cli.find;

import java.nio.ByteBuffer;

/// What is looked for. Confined to one thread at a time, as it remembers its last match.
///
/// No match contains a newline.
interface Needle {
    /// What [#reach()] is if a match may be of any length.
    int ENDLESS = Integer.MAX_VALUE;

    /// Where the first match begins, or -1. Of several that begin there it is the longest.
    ///
    /// @param data the bytes of a [Block]
    /// @param from where to begin, which is not inside a match that was found before
    /// @param to where the bytes end: at the end of a line, or of all
    int find(ByteBuffer data, int from, int to);

    /// Where the match found last ends.
    int end();

    /// How many bytes a match has at most; [#ENDLESS] if only whole lines can be judged.
    int reach();

    /// Forgets what it knew about the bytes searched before: others are there now.
    default void reset() {}
}
