package io.manyhands.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds and names the elements of arrays and of the JDK's own collections and maps. Collections of
/// the user's and wrappers around them are left alone, since to walk them is to run user code.
/// Stateless.
final class Containers {
    private static final String WRAPPERS = "java.util.Collections$";
    private static final String ARRAY_VIEW = "java.util.Arrays$ArrayList";

    private Containers() {}

    /// The first wanted element, called `[3]` or `["x"]`; null if there is none.
    static @Nullable Referent find(Object owner, Predicate<Object> wanted) {
        try {
            return switch (owner) {
                case Object[] array -> indexed(Arrays.asList(array), wanted);
                case List<?> list when isPlain(list) -> indexed(list, wanted);
                case Collection<?> elements when isPlain(elements) -> among(elements, wanted);
                case Map<?, ?> map when isPlain(map) -> keyed(map, wanted);
                default -> null;
            };
        } catch (RuntimeException e) {
            // Changed by another thread in the meantime, say.
            return null;
        }
    }

    /// Whether it is a view of the JDK's onto another collection, not worth a step of its own.
    static boolean isWrapper(Object container) {
        String name = container.getClass().getName();
        return name.equals(ARRAY_VIEW)
                || (name.startsWith(WRAPPERS)
                        && !name.startsWith("Singleton", WRAPPERS.length())
                        && !name.startsWith("Copies", WRAPPERS.length()));
    }

    private static @Nullable Referent indexed(Iterable<?> elements, Predicate<Object> wanted) {
        int index = 0;
        for (Object element : elements) {
            if (element != null && wanted.test(element)) {
                return new Referent("[" + index + "]", element);
            }
            index++;
        }
        return null;
    }

    private static @Nullable Referent among(Iterable<?> elements, Predicate<Object> wanted) {
        Referent found = indexed(elements, wanted);
        return found == null ? null : new Referent("[element]", found.value());
    }

    private static @Nullable Referent keyed(Map<?, ?> map, Predicate<Object> wanted) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            Object value = entry.getValue();
            if (value != null && wanted.test(value)) {
                return new Referent("[" + keyText(key) + "]", value);
            }
            if (key != null && wanted.test(key)) {
                return new Referent("[key " + keyText(key) + "]", key);
            }
        }
        return null;
    }

    /// A key in words; the text of a user's class would be user code.
    private static String keyText(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case String text -> "\"" + text + "\"";
            case Enum<?> constant -> constant.name();
            case Character _, Boolean _ -> key.toString();
            case Number number when isOfTheJdk(number) -> number.toString();
            default -> "of type " + TypeNames.of(key);
        };
    }

    private static boolean isPlain(Object container) {
        return isOfTheJdk(container) && !isWrapper(container);
    }

    private static boolean isOfTheJdk(Object object) {
        return object.getClass().getModule() == Object.class.getModule();
    }
}
