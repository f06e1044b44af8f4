package io.manyhands.wire;

/// Finds classes by name, without initializing them. Stateless.
final class ClassFinder {
    private ClassFinder() {}

    /// The class that the loader gives, or else the context loader of the thread.
    static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context == null || Identity.same(context, loader)) {
                throw e;
            }
            return Class.forName(name, false, context);
        }
    }
}
