package io.manyhands.process;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.NotDecodableException;
import java.io.ObjectInputFilter;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What encodes tasks for the workers of a pool, or decodes the answers of one of them: a codec for
/// each class loader, and two dictionaries for all. Thread-safe.
///
/// It keeps no class loader but the system's. A codec has its loader's classes and so is not kept
/// either; it is made anew, and finds its classes anew, when the garbage collector has taken it.
final class Codecs implements Definitions {
    private final Loaders loaders;
    private final Dictionary outgoing;
    private final Dictionary incoming;
    private final @Nullable ObjectInputFilter filter;
    private final Codec own;
    private final Map<Integer, WeakReference<Codec>> known = new ConcurrentHashMap<>();

    /// What encodes for all workers.
    ///
    /// @param filter what is asked about all that comes from them; null if nothing is
    Codecs(Loaders loaders, @Nullable ObjectInputFilter filter) {
        this(loaders, filter, new Dictionary(), new Dictionary());
    }

    private Codecs(
            Loaders loaders,
            @Nullable ObjectInputFilter filter,
            Dictionary outgoing,
            Dictionary incoming) {
        this.loaders = loaders;
        this.filter = filter;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.own = newCodec(ClassLoader.getSystemClassLoader());
    }

    /// The codec for a loader's classes.
    Codec of(ClassLoader loader) {
        int id = loaders.idOf(loader);
        if (id == Loaders.SYSTEM) {
            return own;
        }
        WeakReference<Codec> reference = known.get(id);
        @Nullable Codec codec = reference == null ? null : reference.get();
        if (codec == null) {
            codec = newCodec(loader);
            known.put(id, new WeakReference<>(codec));
        }
        return codec;
    }

    private Codec newCodec(ClassLoader loader) {
        Codec codec = Codec.of(loader, outgoing, incoming);
        return filter == null ? codec : codec.withFilter(filter);
    }

    /// A loader is gone.
    void forget(int loader) {
        known.remove(loader);
    }

    /// What decodes the answers of one worker, which has a dictionary of its own.
    Codecs forWorker() {
        return new Codecs(loaders, filter, outgoing, new Dictionary());
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
