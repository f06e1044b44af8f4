package io.manyhands.wire;

import java.io.StreamCorruptedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads what [CollectionWriter] wrote. As in JDK serialization, elements of hashed collections are
/// hashed again, and those of sorted ones are not compared. Stateless.
final class CollectionReader {
    private static final float LOAD_FACTOR = 0.75f;

    /// What immutable collections are in JDK serialization, and to a filter.
    private static final String IMMUTABLE = "java.util.CollSer";

    private CollectionReader() {}

    @SuppressWarnings("JdkObsolete") // What was a linked list must be one again.
    static Object read(CompactReader reader, int tag) throws Throwable {
        return switch (tag) {
            case Tags.ARRAY_LIST -> {
                int size = reader.size(ArrayList.class, 1);
                yield fill(reader, new ArrayList<>(size), size);
            }
            case Tags.LINKED_LIST -> {
                int size = reader.size(LinkedList.class, 1);
                yield fill(reader, new LinkedList<>(), size);
            }
            case Tags.ARRAY_DEQUE -> {
                int size = reader.size(ArrayDeque.class, 1);
                yield fill(reader, new ArrayDeque<>(size), size);
            }
            case Tags.HASH_SET -> {
                int size = reader.size(HashSet.class, 1);
                yield fill(reader, new HashSet<>(capacity(size)), size);
            }
            case Tags.LINKED_HASH_SET -> {
                int size = reader.size(LinkedHashSet.class, 1);
                yield fill(reader, new LinkedHashSet<>(capacity(size)), size);
            }
            case Tags.HASH_MAP -> {
                int size = reader.size(HashMap.class, 2);
                yield fill(reader, new HashMap<>(mapCapacity(size)), size);
            }
            case Tags.LINKED_HASH_MAP -> {
                int size = reader.size(LinkedHashMap.class, 2);
                yield fill(reader, new LinkedHashMap<>(mapCapacity(size)), size);
            }
            case Tags.TREE_MAP -> treeMap(reader);
            case Tags.TREE_SET -> treeSet(reader);
            case Tags.EMPTY_LIST -> empty(reader, Collections.emptyList());
            case Tags.EMPTY_SET -> empty(reader, Collections.emptySet());
            case Tags.EMPTY_MAP -> empty(reader, Collections.emptyMap());
            default -> late(reader, tag);
        };
    }

    private static Object late(CompactReader reader, int tag) throws Throwable {
        int number = reader.reserve();
        return reader.finish(
                number,
                switch (tag) {
                    case Tags.ARRAY_VIEW ->
                            Arrays.asList(elements(reader, "java.util.Arrays$ArrayList"));
                    case Tags.LIST_OF -> List.of(elements(reader, IMMUTABLE));
                    case Tags.LIST_WITH_NULLS ->
                            Arrays.asList(elements(reader, IMMUTABLE)).stream().toList();
                    case Tags.SET_OF -> Set.of(elements(reader, IMMUTABLE));
                    case Tags.MAP_OF -> mapOf(reader);
                    case Tags.SINGLETON_LIST ->
                            Collections.singletonList(
                                    only(reader, "java.util.Collections$SingletonList"));
                    case Tags.SINGLETON_SET ->
                            Collections.singleton(
                                    only(reader, "java.util.Collections$SingletonSet"));
                    case Tags.SINGLETON_MAP -> singletonMap(reader);
                    default -> throw new StreamCorruptedException("unknown tag: " + tag);
                });
    }

    private static Object fill(CompactReader reader, Collection<Object> collection, int size)
            throws Throwable {
        reader.begin(collection);
        reader.enter();
        for (int i = 0; i < size; i++) {
            collection.add(reader.element());
        }
        reader.leave();
        return collection;
    }

    private static Object fill(CompactReader reader, Map<Object, Object> map, int size)
            throws Throwable {
        reader.begin(map);
        reader.enter();
        for (int i = 0; i < size; i++) {
            Object key = reader.element();
            map.put(key, reader.element());
        }
        reader.leave();
        return map;
    }

    private static Object treeMap(CompactReader reader) throws Throwable {
        int number = reader.reserve();
        TreeMap<Object, Object> map = new TreeMap<>(comparator(reader));
        reader.finish(number, map);
        Object[] pairs = pairs(reader, "java.util.TreeMap");
        map.putAll(new SortedPairs(pairs, map.comparator()));
        return map;
    }

    private static Object treeSet(CompactReader reader) throws Throwable {
        int number = reader.reserve();
        TreeSet<Object> set = new TreeSet<>(comparator(reader));
        reader.finish(number, set);
        Object[] elements = elements(reader, "java.util.TreeSet");
        set.addAll(new SortedElements(elements, set.comparator()));
        return set;
    }

    @SuppressWarnings("unchecked") // As unchecked as in JDK serialization.
    private static Comparator<Object> comparator(CompactReader reader) throws Throwable {
        reader.enter();
        Object comparator = reader.element();
        reader.leave();
        return (Comparator<Object>) comparator;
    }

    private static Object mapOf(CompactReader reader) throws Throwable {
        Object[] pairs = pairs(reader, IMMUTABLE);
        @SuppressWarnings({"unchecked", "rawtypes"}) // An array cannot be of a generic type.
        Map.Entry<Object, Object>[] entries = new Map.Entry[pairs.length / 2];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Map.entry(pairs[2 * i], pairs[2 * i + 1]);
        }
        return Map.ofEntries(entries);
    }

    private static Object singletonMap(CompactReader reader) throws Throwable {
        reader.askNamed("java.util.Collections$SingletonMap", -1);
        reader.enter();
        Object key = reader.element();
        Object value = reader.element();
        reader.leave();
        return Collections.singletonMap(key, value);
    }

    private static Object only(CompactReader reader, String className) throws Throwable {
        reader.askNamed(className, -1);
        reader.enter();
        Object element = reader.element();
        reader.leave();
        return element;
    }

    private static Object empty(CompactReader reader, Object empty) throws Throwable {
        reader.ask(empty.getClass(), -1);
        return empty;
    }

    private static Object[] elements(CompactReader reader, String className) throws Throwable {
        return array(reader, reader.size(className, 1));
    }

    private static Object[] pairs(CompactReader reader, String className) throws Throwable {
        return array(reader, 2 * reader.size(className, 2));
    }

    private static Object[] array(CompactReader reader, int size) throws Throwable {
        Object[] elements = new Object[size];
        reader.enter();
        for (int i = 0; i < size; i++) {
            elements[i] = reader.element();
        }
        reader.leave();
        return elements;
    }

    /// The capacity that JDK serialization rebuilds a set with, so that its order is the same.
    private static int capacity(int size) {
        return (int) Math.min(size * Math.min(1 / LOAD_FACTOR, 4.0f), 1 << 30);
    }

    /// The capacity that JDK serialization rebuilds a map with.
    private static int mapCapacity(int size) {
        return (int) Math.clamp(size / LOAD_FACTOR + 1.0f, 16.0f, 1 << 30);
    }
}
