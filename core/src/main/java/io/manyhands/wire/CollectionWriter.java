package io.manyhands.wire;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Writes the JDK's collections and maps, as far as they can be rebuilt from what they show: their
/// very classes, not subclasses. Stateless.
final class CollectionWriter {
    private CollectionWriter() {}

    /// Whether the object is such a one, which then is written.
    ///
    /// @param className the name of its class, which is of the JDK's core
    static boolean write(CompactWriter writer, Object value, String className) throws Throwable {
        int tag = tag(value, className);
        if (tag < 0) {
            return false;
        }
        if (tag == Tags.EMPTY_LIST || tag == Tags.EMPTY_SET || tag == Tags.EMPTY_MAP) {
            writer.put(tag);
        } else if (!writer.isMet(value, isLate(tag))) {
            writer.put(tag);
            write(writer, value, tag);
        }
        return true;
    }

    private static int tag(Object value, String className) {
        return switch (className) {
            case "java.util.ArrayList" -> Tags.ARRAY_LIST;
            case "java.util.HashMap" -> Tags.HASH_MAP;
            case "java.util.ImmutableCollections$List12" -> Tags.LIST_OF;
            case "java.util.ImmutableCollections$ListN" -> listTag((List<?>) value);
            case "java.util.HashSet" -> Tags.HASH_SET;
            case "java.util.LinkedHashMap" -> Tags.LINKED_HASH_MAP;
            case "java.util.LinkedHashSet" -> Tags.LINKED_HASH_SET;
            case "java.util.TreeMap" -> Tags.TREE_MAP;
            case "java.util.TreeSet" -> Tags.TREE_SET;
            case "java.util.LinkedList" -> Tags.LINKED_LIST;
            case "java.util.ArrayDeque" -> Tags.ARRAY_DEQUE;
            case "java.util.Arrays$ArrayList" -> Tags.ARRAY_VIEW;
            case "java.util.ImmutableCollections$Set12" -> Tags.SET_OF;
            case "java.util.ImmutableCollections$SetN" -> Tags.SET_OF;
            case "java.util.ImmutableCollections$Map1" -> Tags.MAP_OF;
            case "java.util.ImmutableCollections$MapN" -> Tags.MAP_OF;
            case "java.util.Collections$EmptyList" -> Tags.EMPTY_LIST;
            case "java.util.Collections$EmptySet" -> Tags.EMPTY_SET;
            case "java.util.Collections$EmptyMap" -> Tags.EMPTY_MAP;
            case "java.util.Collections$SingletonList" -> Tags.SINGLETON_LIST;
            case "java.util.Collections$SingletonSet" -> Tags.SINGLETON_SET;
            case "java.util.Collections$SingletonMap" -> Tags.SINGLETON_MAP;
            default -> -1;
        };
    }

    /// An immutable list that may hold null answers questions about null; the other kind throws. A
    /// copy of one is a list of the other.
    private static int listTag(List<?> list) {
        for (Object element : list) {
            if (element == null) {
                return Tags.LIST_WITH_NULLS;
            }
        }
        return Identity.same(List.copyOf(list), list) ? Tags.LIST_OF : Tags.LIST_WITH_NULLS;
    }

    private static void write(CompactWriter writer, Object value, int tag) throws Throwable {
        switch (tag) {
            case Tags.ARRAY_LIST,
                    Tags.LINKED_LIST,
                    Tags.ARRAY_DEQUE,
                    Tags.HASH_SET,
                    Tags.LINKED_HASH_SET ->
                    elements(writer, (Collection<?>) value);
            case Tags.HASH_MAP -> writer.mappings((Map<?, ?>) value);
            case Tags.LINKED_HASH_MAP -> {
                ensureInsertionOrder((Map<?, ?>) value);
                writer.mappings((Map<?, ?>) value);
            }
            case Tags.TREE_MAP -> {
                sorted(writer, ((SortedMap<?, ?>) value).comparator());
                writer.mappings((Map<?, ?>) value);
            }
            case Tags.TREE_SET -> {
                sorted(writer, ((SortedSet<?>) value).comparator());
                elements(writer, (Collection<?>) value);
            }
            default -> late(writer, value, tag);
        }
    }

    /// Those that can be rebuilt only when their elements are there.
    private static void late(CompactWriter writer, Object value, int tag) throws Throwable {
        int number = writer.last();
        switch (tag) {
            case Tags.MAP_OF -> writer.mappings((Map<?, ?>) value);
            case Tags.SINGLETON_LIST, Tags.SINGLETON_SET ->
                    only(writer, ((Collection<?>) value).iterator());
            case Tags.SINGLETON_MAP -> only(writer, (Map<?, ?>) value);
            case Tags.ARRAY_VIEW -> {
                // The array behind it is hidden, and may be shared with another part of the value.
                writer.notesView();
                elements(writer, (Collection<?>) value);
            }
            default -> elements(writer, (Collection<?>) value);
        }
        writer.close(number);
    }

    private static void elements(CompactWriter writer, Collection<?> elements) throws Throwable {
        writer.elements(elements.iterator(), elements.size());
    }

    private static void only(CompactWriter writer, Iterator<?> element) throws Throwable {
        writer.enter();
        writer.value(element.next());
        writer.leave();
    }

    private static void only(CompactWriter writer, Map<?, ?> map) throws Throwable {
        Map.Entry<?, ?> entry = map.entrySet().iterator().next();
        writer.enter();
        writer.value(entry.getKey());
        writer.value(entry.getValue());
        writer.leave();
    }

    private static void sorted(CompactWriter writer, @Nullable Object comparator) throws Throwable {
        int number = writer.last();
        writer.enter();
        writer.value(comparator);
        writer.leave();
        writer.close(number);
    }

    /// Whether it cannot be referred to from its beginning on.
    private static boolean isLate(int tag) {
        return switch (tag) {
            case Tags.ARRAY_LIST,
                    Tags.LINKED_LIST,
                    Tags.ARRAY_DEQUE,
                    Tags.HASH_SET,
                    Tags.LINKED_HASH_SET,
                    Tags.HASH_MAP,
                    Tags.LINKED_HASH_MAP ->
                    false;
            default -> true;
        };
    }

    /// A map that orders its keys by their use looks like any other, but a copy of it gives itself
    /// away when it is used. Keys of the user's would have to be hashed for that.
    private static void ensureInsertionOrder(Map<?, ?> map) throws UnknownKindException {
        for (Object key : map.keySet()) {
            if (!isSafe(key)) {
                throw UnknownKindException.SIGNAL;
            }
        }
        @SuppressWarnings("unchecked") // The copy holds anything.
        LinkedHashMap<Object, Object> copy =
                (LinkedHashMap<Object, Object>) ((LinkedHashMap<?, ?>) map).clone();
        Object first = new Object();
        Object second = new Object();
        copy.put(first, first);
        copy.put(second, second);
        copy.get(first);
        if (!Identity.same(copy.lastEntry().getKey(), second)) {
            throw UnknownKindException.SIGNAL;
        }
    }

    private static boolean isSafe(@Nullable Object key) {
        return key == null
                || key instanceof String
                || key instanceof Integer
                || key instanceof Long
                || key instanceof Enum<?>;
    }
}
