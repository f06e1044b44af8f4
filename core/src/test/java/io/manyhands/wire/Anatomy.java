package io.manyhands.wire;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Text that is equal for values of equal classes, contents and identities: objects are numbered as
/// they are met. Boxed numbers, enums and the JDK's value-based dates have no identity.
final class Anatomy {
    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

    private Anatomy() {}

    static String of(@Nullable Object value) throws ReflectiveOperationException {
        Anatomy anatomy = new Anatomy();
        anatomy.add(value);
        return anatomy.text.toString();
    }

    private void add(@Nullable Object value) throws ReflectiveOperationException {
        if (value == null) {
            text.append("null ");
            return;
        }
        Class<?> type = value.getClass();
        String name = TypeNames.isLambda(type) ? "lambda" : type.getName();
        if (isWithoutIdentity(value)) {
            text.append(name).append(':').append(value).append(' ');
            return;
        }
        Integer known = numbers.putIfAbsent(value, numbers.size());
        if (known != null) {
            text.append('#').append(known).append(' ');
            return;
        }
        text.append(name).append('(');
        parts(value, type);
        text.append(") ");
    }

    private void parts(Object value, Class<?> type) throws ReflectiveOperationException {
        if (type.isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
        } else if (TypeNames.isLambda(type)) {
            lambda(value);
        } else if (type.getName().startsWith("java.")) {
            known(value);
        } else {
            if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
                known(value);
            }
            fields(value, type);
        }
    }

    private void known(Object value) throws ReflectiveOperationException {
        switch (value) {
            case SortedSet<?> set -> add(set.comparator());
            case SortedMap<?, ?> map -> add(map.comparator());
            default -> {}
        }
        switch (value) {
            case Collection<?> collection -> {
                for (Object element : inFixedOrder(collection, collection)) {
                    add(element);
                }
                text.append(answerToNull(collection));
            }
            case Map<?, ?> map -> {
                for (Object key : inFixedOrder(map.keySet(), map)) {
                    add(key);
                    add(map.get(key));
                }
            }
            case String characters ->
                    text.append(characters.length()).append('/').append(characters.hashCode());
            case Number number -> text.append(number);
            case UUID id -> text.append(id);
            // What JDK serialization leaves unresolved in a cycle has no text of its own.
            default -> text.append("opaque");
        }
    }

    /// The order of immutable sets is left open, even between a set and its copy.
    private static Collection<?> inFixedOrder(Collection<?> collection, Object owner) {
        if (!(collection instanceof Set<?>) || !owner.getClass().getName().contains("Immutable")) {
            return collection;
        }
        return collection.stream()
                .sorted(Comparator.comparing(key -> key.getClass().getName() + key))
                .toList();
    }

    /// Tells immutable lists apart that do and do not accept the question.
    private static String answerToNull(Collection<?> collection) {
        if (!collection.getClass().getName().contains("Immutable")) {
            return "";
        }
        try {
            return collection.contains(null) ? "has null" : "has no null";
        } catch (NullPointerException e) {
            return "knows no null";
        }
    }

    private void lambda(Object value) throws ReflectiveOperationException {
        Method method = value.getClass().getDeclaredMethod("writeReplace");
        open(method);
        SerializedLambda lambda = (SerializedLambda) method.invoke(value);
        text.append(lambda.getCapturingClass()).append('.').append(lambda.getImplMethodName());
        text.append(lambda.getInstantiatedMethodType()).append(' ');
        for (Class<?> each : value.getClass().getInterfaces()) {
            text.append(each.getName()).append('&');
        }
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            add(lambda.getCapturedArg(i));
        }
    }

    private void fields(Object value, Class<?> from) throws ReflectiveOperationException {
        for (Class<?> type = from; !type.getName().startsWith("java."); type = superclass(type)) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    open(field);
                    text.append(field.getName()).append('=');
                    add(field.get(value));
                }
            }
        }
    }

    private static void open(AccessibleObject member) {
        if (!member.trySetAccessible()) {
            throw new IllegalStateException("A test must see what it compares: member=" + member);
        }
    }

    private static Class<?> superclass(Class<?> type) {
        Class<?> above = type.getSuperclass();
        return above == null ? Object.class : above;
    }

    private static boolean isWithoutIdentity(Object value) {
        return value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof Path
                || value.getClass().getName().startsWith("java.time.")
                || (value instanceof Number && value.getClass().getName().startsWith("java.lang."));
    }

    /// Holds anything.
    record Box(@Nullable Object content) implements Serializable {}
}
