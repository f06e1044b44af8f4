package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;

/// A part of a file: what a worker gets. It owns the lines that begin in it. Immutable; travels.
///
/// @param kind what there is to search
/// @param file the number of the file in this search
/// @param path where the file is; for [Kind#TROUBLE] the sentence to say
/// @param name how the file is called in the output
/// @param size how large the file is
/// @param from where the part begins
/// @param to where it ends
/// @param part which part of the file it is, from 0
/// @param parts how many there are
record Range(
        Kind kind,
        int file,
        String path,
        String name,
        long size,
        long from,
        long to,
        int part,
        int parts)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// What there is to search.
    enum Kind {
        /// A part of a regular file.
        FILE,
        /// Something that can be read once only, or whose size is not known.
        STREAM,
        /// A file that is known to be binary.
        BINARY,
        /// Nothing: it could not be opened or listed.
        TROUBLE
    }

    static Range stream(int file, String path, String name) {
        return new Range(Kind.STREAM, file, path, name, 0, 0, Long.MAX_VALUE, 0, 1);
    }

    static Range trouble(int file, String sentence) {
        return new Range(Kind.TROUBLE, file, sentence, "", 0, 0, 0, 0, 1);
    }

    /// The part behind this one, which is of the same length, or shorter if it is the last.
    Range next() {
        long end = Math.min(size, to + (to - from));
        return new Range(kind, file, path, name, size, to, end, part + 1, parts);
    }

    boolean isLast() {
        return part == parts - 1;
    }

    long bytes() {
        return kind == Kind.FILE ? to - from : 0;
    }
}
