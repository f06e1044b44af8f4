package io.manyhands.worker;

import io.manyhands.wire.Codec;
import java.util.HashMap;
import java.util.Map;

/// The loaders of the calls, each with its codec: number 0 is the worker's own class path, any
/// other is served by the parent. Confined to the main thread.
final class Loaders {
    /// A loader and its codec.
    record Place(ClassLoader loader, Codec codec) {}

    /// Makes the loaders whose classes the parent serves.
    interface Factory {
        /// A loader.
        ///
        /// @param id the parent's number for it
        /// @param parent asked first
        /// @param source asked then
        ClassLoader served(int id, ClassLoader parent, ClassSource source);

        /// The parent's loader is gone: keeps what stood for it no longer.
        void forget(int id);
    }

    private final Factory factory;
    private final ClassSource source;
    private final Codecs codecs;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Place own;

    Loaders(Factory factory, ClassSource source, Codecs codecs) {
        this.factory = factory;
        this.source = source;
        this.codecs = codecs;
        ClassLoader system = ClassLoader.getSystemClassLoader();
        this.own = new Place(system, codecs.of(system));
    }

    /// The loader of that number; made when it is asked for first.
    Place of(int id) {
        if (id == 0) {
            return own;
        }
        Place known = places.get(id);
        if (known == null) {
            ClassLoader loader = factory.served(id, own.loader, source);
            known = new Place(loader, codecs.of(loader));
            places.put(id, known);
        }
        return known;
    }

    /// The parent's loader of that number is gone.
    void forget(int id) {
        places.remove(id);
        factory.forget(id);
    }
}
