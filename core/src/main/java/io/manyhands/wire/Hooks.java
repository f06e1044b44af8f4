package io.manyhands.wire;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// Finds handles to what serialization calls and reads in classes of the user's. Stateless.
final class Hooks {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final String REFLECTION_FACTORY = "sun.reflect.ReflectionFactory";
    private static final MethodType REPLACING = MethodType.methodType(Object.class, Object.class);
    private static final MethodType REBUILDING =
            MethodType.methodType(Object.class, SerializedLambda.class);
    private static final MethodType MAKING = MethodType.methodType(Object.class, Object[].class);

    private Hooks() {}

    /// A handle `(Object)Object` to a lambda's `writeReplace`; null if it cannot be reached.
    static @Nullable MethodHandle writeReplace(Class<?> lambda)
            throws ReflectiveOperationException {
        Method method = lambda.getDeclaredMethod("writeReplace");
        MethodHandle handle =
                method.trySetAccessible()
                        ? LOOKUP.unreflect(method)
                        : serializationHandle("writeReplaceForSerialization", lambda);
        return handle == null ? null : handle.asType(REPLACING);
    }

    /// A handle `(SerializedLambda)Object` to what rebuilds the lambdas of a class; null if there
    /// is none, or if it cannot be reached.
    static @Nullable MethodHandle rebuilder(Class<?> capturing)
            throws ReflectiveOperationException {
        Method method;
        try {
            method = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        } catch (NoSuchMethodException none) {
            return null;
        }
        // Where the class is closed to us, the JDK's own hook may still call the method.
        MethodHandle handle =
                method.trySetAccessible()
                        ? LOOKUP.unreflect(method)
                        : serializationHandle(
                                "readResolveForSerialization", SerializedLambda.class);
        return handle == null ? null : handle.asType(REBUILDING);
    }

    /// A handle `(Object)T` to a field, where T is Object or primitive; null if it is closed to us.
    static @Nullable MethodHandle getter(Field field) throws IllegalAccessException {
        if (!field.trySetAccessible()) {
            return null;
        }
        Class<?> type = field.getType().isPrimitive() ? field.getType() : Object.class;
        return LOOKUP.unreflectGetter(field).asType(MethodType.methodType(type, Object.class));
    }

    /// A handle `(Object[])Object` to a constructor; null if it is closed to us.
    static @Nullable MethodHandle maker(Constructor<?> constructor) throws IllegalAccessException {
        if (!constructor.trySetAccessible()) {
            return null;
        }
        return LOOKUP.unreflectConstructor(constructor)
                .asSpreader(Object[].class, constructor.getParameterCount())
                .asType(MAKING);
    }

    /// Whether a class has a `writeReplace` or a `readResolve` of its own.
    static boolean areDeclaredBy(Class<? extends Serializable> type) {
        return declares(type, "writeReplace") || declares(type, "readResolve");
    }

    private static boolean declares(Class<?> type, String method) {
        try {
            AccessibleObject found = type.getDeclaredMethod(method);
            return found != null;
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    /// Asks a class of a module that may be absent, hence by name.
    private static @Nullable MethodHandle serializationHandle(String method, Class<?> type)
            throws ReflectiveOperationException {
        Class<?> factory;
        try {
            factory = Class.forName(REFLECTION_FACTORY);
        } catch (ClassNotFoundException absent) {
            return null;
        }
        Object instance = factory.getMethod("getReflectionFactory").invoke(null);
        Object handle = factory.getMethod(method, Class.class).invoke(instance, type);
        return (MethodHandle) handle;
    }
}
