package io.manyhands;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets pass what is on a list, with the JDK's own values and containers for it, and nothing else.
/// Immutable.
final class ListedTypes implements ObjectInputFilter {
    /// Hold others, which are asked about too, or nothing but plain data. By name: some are not
    /// public. `CollSer` stands for what `List.of` and its like make.
    private static final Set<String> PLAIN =
            Set.of(
                    "java.lang.Boolean",
                    "java.lang.Byte",
                    "java.lang.Character",
                    "java.lang.Double",
                    "java.lang.Enum",
                    "java.lang.Float",
                    "java.lang.Integer",
                    "java.lang.Long",
                    "java.lang.Number",
                    "java.lang.Object",
                    "java.lang.Record",
                    "java.lang.Short",
                    "java.lang.StackTraceElement",
                    "java.lang.String",
                    "java.math.BigDecimal",
                    "java.math.BigInteger",
                    "java.util.AbstractCollection",
                    "java.util.AbstractList",
                    "java.util.AbstractMap",
                    "java.util.AbstractSet",
                    "java.util.ArrayDeque",
                    "java.util.ArrayList",
                    "java.util.Arrays$ArrayList",
                    "java.util.CollSer",
                    "java.util.Collections$EmptyList",
                    "java.util.Collections$EmptyMap",
                    "java.util.Collections$EmptySet",
                    "java.util.Collections$SingletonList",
                    "java.util.Collections$SingletonMap",
                    "java.util.Collections$SingletonSet",
                    "java.util.Collections$UnmodifiableCollection",
                    "java.util.Collections$UnmodifiableList",
                    "java.util.Collections$UnmodifiableMap",
                    "java.util.Collections$UnmodifiableRandomAccessList",
                    "java.util.Collections$UnmodifiableSet",
                    "java.util.Date",
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.LinkedHashMap",
                    "java.util.LinkedHashSet",
                    "java.util.LinkedList",
                    "java.util.Map$Entry",
                    "java.util.Optional",
                    "java.util.OptionalDouble",
                    "java.util.OptionalInt",
                    "java.util.OptionalLong",
                    "java.util.TreeMap",
                    "java.util.TreeSet",
                    "java.util.UUID");

    private static final String TIMES = "java.time.";

    private final List<Class<?>> listed;

    ListedTypes(Class<?>... types) {
        this.listed = List.of(types);
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type == null) {
            // A number of bytes or references: there are limits for that.
            return Status.UNDECIDED;
        }
        return passes(elementOf(type)) ? Status.ALLOWED : Status.REJECTED;
    }

    private static Class<?> elementOf(Class<?> type) {
        Class<?> element = type;
        Class<?> next = element.componentType();
        while (next != null) {
            element = next;
            next = element.componentType();
        }
        return element;
    }

    /// An interface comes as the type of an array: who is in it is asked about.
    private boolean passes(Class<?> type) {
        return type.isPrimitive()
                || type.isInterface()
                || PLAIN.contains(type.getName())
                || (isOfJdk(type) && type.getName().startsWith(TIMES))
                || isListed(type);
    }

    private static boolean isOfJdk(Class<?> type) {
        @Nullable ClassLoader loader = type.getClassLoader();
        return loader == null;
    }

    /// Whether it is one of them, or what one of them extends.
    private boolean isListed(Class<?> type) {
        for (Class<?> each : listed) {
            if (type.isAssignableFrom(each)) {
                return true;
            }
        }
        return false;
    }
}
