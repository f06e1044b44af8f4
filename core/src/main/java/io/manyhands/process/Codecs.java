package io.manyhands.process;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.NotDecodableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What encodes tasks for the workers of a pool, or decodes the answers of one of them: a codec for
/// each class loader, and two dictionaries for all. Thread-safe.
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class Codecs implements Definitions {
    private final Dictionary outgoing;
    private final Dictionary incoming;
    private final Map<ClassLoader, Codec> known = new ConcurrentHashMap<>();
    private volatile @Nullable Latest latest;

    /// What encodes for all workers.
    Codecs() {
        this(new Dictionary(), new Dictionary());
    }

    private Codecs(Dictionary outgoing, Dictionary incoming) {
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    private record Latest(ClassLoader loader, Codec codec) {}

    /// The codec for a loader's classes.
    Codec of(ClassLoader loader) {
        Latest last = latest;
        if (last != null && last.loader == loader) {
            return last.codec;
        }
        Codec codec = known.get(loader);
        if (codec == null) {
            Codec made = Codec.of(loader, outgoing, incoming);
            Codec other = known.putIfAbsent(loader, made);
            codec = other == null ? made : other;
        }
        latest = new Latest(loader, codec);
        return codec;
    }

    /// What decodes the answers of one worker, which has a dictionary of its own.
    Codecs forWorker() {
        return new Codecs(outgoing, new Dictionary());
    }

    /// The worker has told an entry of its dictionary.
    void define(int id, byte[] definition) throws NotDecodableException {
        incoming.define(id, definition);
    }

    @Override
    public int size() {
        return outgoing.size();
    }

    @Override
    public byte[] entry(int id) {
        return outgoing.entry(id);
    }
}
