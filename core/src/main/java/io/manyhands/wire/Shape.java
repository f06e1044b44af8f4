package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// How the compact form writes the objects of one class by an entry of the dictionary: worked out
/// once for each class. Thread-safe.
abstract sealed class Shape permits LambdaShape, RecordShape, EnumShape, ArrayShape, NoShape {
    /// The shapes of all classes but those of the JDK's core, each kept with its class.
    private static final class OfUsers extends ClassValue<Shape> {
        @Override
        protected Shape computeValue(Class<?> type) {
            return describe(type);
        }
    }

    private static final OfUsers USERS = new OfUsers();

    /// The shapes of classes that are never unloaded: kept with the class, a shape would keep this
    /// library's own loader alive as long as the JDK.
    private static final ConcurrentMap<Class<?>, Shape> CORE = new ConcurrentHashMap<>();

    /// The class's shape.
    static Shape of(Class<?> type) {
        if (type.getClassLoader() != null) {
            return USERS.get(type);
        }
        Shape known = CORE.get(type);
        if (known != null) {
            return known;
        }
        Shape shape = describe(type);
        CORE.put(type, shape);
        return shape;
    }

    private static Shape describe(Class<?> type) {
        try {
            Shape shape = find(type);
            return shape == null ? NoShape.INSTANCE : shape;
        } catch (ReflectiveOperationException
                | RuntimeException
                | TooLargeException
                | LinkageError e) {
            // JDK serialization will meet the obstacle again, and say what it is.
            return NoShape.INSTANCE;
        }
    }

    private static @Nullable Shape find(Class<?> type)
            throws ReflectiveOperationException, TooLargeException {
        if (type.isArray()) {
            return new ArrayShape(type);
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return null;
        }
        if (TypeNames.isLambda(type)) {
            return LambdaShape.find(type);
        }
        if (type.isHidden()) {
            return null;
        }
        if (type.isEnum()) {
            return new EnumShape(type);
        }
        return type.isRecord() ? RecordShape.find(type.asSubclass(Serializable.class)) : null;
    }

    /// An entry that begins with the kind and the name of the class.
    static Output definition(int kind, String className) throws TooLargeException {
        Output definition = new Output();
        definition.begin(Dictionary.MAX_ENTRY_BYTES);
        definition.put(kind);
        definition.putText(className);
        return definition;
    }
}
