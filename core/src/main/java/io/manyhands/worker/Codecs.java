package io.manyhands.worker;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.NotDecodableException;

/// The codecs of one line, with its two dictionaries: what the parent has told, and what it will be
/// told. Thread-safe.
final class Codecs {
    private final Dictionary outgoing = new Dictionary();
    private final Dictionary incoming = new Dictionary();

    /// A codec that finds classes by a loader.
    Codec of(ClassLoader loader) {
        return Codec.of(loader, outgoing, incoming).trusting();
    }

    /// An entry of the dictionary that the parent encodes with has come. Runs no user code.
    ///
    /// @throws NotDecodableException if it does not follow those before it
    void define(int id, byte[] definition) throws NotDecodableException {
        incoming.define(id, definition);
    }

    /// How many entries the dictionary has that this side encodes with.
    int size() {
        return outgoing.size();
    }

    /// One of them.
    ///
    /// @param id from 0 to below [#size()]
    byte[] entry(int id) {
        return outgoing.entry(id);
    }
}
