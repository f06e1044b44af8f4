package io.manyhands.wire;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Keys and values in turn, seen as a sorted map, from which a tree can be built without comparing
/// its keys. It can only be iterated. Immutable.
@SuppressWarnings("JdkObsolete") // The least that a tree asks for.
final class SortedPairs extends AbstractMap<Object, Object> implements SortedMap<Object, Object> {
    private final Object[] pairs;
    private final @Nullable Comparator<? super Object> comparator;

    SortedPairs(Object[] pairs, @Nullable Comparator<? super Object> comparator) {
        this.pairs = pairs;
        this.comparator = comparator;
    }

    @Override
    public @Nullable Comparator<? super Object> comparator() {
        return comparator;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return new Entries();
    }

    @Override
    public SortedMap<Object, Object> subMap(Object from, Object to) {
        throw unasked();
    }

    @Override
    public SortedMap<Object, Object> headMap(Object to) {
        throw unasked();
    }

    @Override
    public SortedMap<Object, Object> tailMap(Object from) {
        throw unasked();
    }

    @Override
    public Object firstKey() {
        return pairs[0];
    }

    @Override
    public Object lastKey() {
        return pairs[pairs.length - 2];
    }

    /// The pairs as entries.
    private final class Entries extends AbstractSet<Entry<Object, Object>> {
        @Override
        public int size() {
            return pairs.length / 2;
        }

        @Override
        public Iterator<Entry<Object, Object>> iterator() {
            return new InOrder();
        }
    }

    /// Goes through the pairs once.
    private final class InOrder implements Iterator<Entry<Object, Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < pairs.length;
        }

        @Override
        public Entry<Object, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>(pairs[next - 2], pairs[next - 1]);
        }
    }

    /// The TreeMap that is made of it takes the pairs in their order, and asks for nothing else.
    private static AssertionError unasked() {
        return new AssertionError("Only the constructor of a TreeMap may use this");
    }
}
