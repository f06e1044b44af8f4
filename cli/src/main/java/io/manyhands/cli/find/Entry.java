package io.manyhands.cli.find;

/// Something to search, as found on the command line or in a directory. Immutable.
///
/// @param kind what it is
/// @param path where it is; for [Range.Kind#TROUBLE] the sentence to say
/// @param name how it is called in the output
/// @param size its size in bytes, if it is a file
record Entry(Range.Kind kind, String path, String name, long size) {
    static Entry trouble(Exception failure, String name) {
        return new Entry(Range.Kind.TROUBLE, Troubles.sentence(failure, name), name, 0);
    }
}
