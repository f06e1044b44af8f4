package io.manyhands.worker;

import java.util.concurrent.ConcurrentHashMap;

/// The loaders of this worker whose classes the parent serves, one for each loader of the parent's.
/// Thread-safe.
final class ServedLoaders implements Loaders.Factory {
    // Typed so that a worker without any need not load their class.
    private final ConcurrentHashMap<Integer, ClassLoader> known = new ConcurrentHashMap<>();

    @Override
    public ClassLoader served(int id, ClassLoader parent, ClassSource source) {
        ClassLoader loader = known.get(id);
        if (loader == null) {
            ClassLoader made = ServedLoader.of(id, parent, source, this);
            ClassLoader other = known.putIfAbsent(id, made);
            loader = other == null ? made : other;
        }
        return loader;
    }

    @Override
    public void forget(int id) {
        known.remove(id);
    }
}
