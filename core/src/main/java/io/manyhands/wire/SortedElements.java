package io.manyhands.wire;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Elements seen as a sorted set, from which a tree can be built without comparing them. It can
/// only be iterated. Immutable.
@SuppressWarnings("JdkObsolete") // The least that a tree asks for.
final class SortedElements extends AbstractSet<Object> implements SortedSet<Object> {
    private final Object[] elements;
    private final @Nullable Comparator<? super Object> comparator;

    SortedElements(Object[] elements, @Nullable Comparator<? super Object> comparator) {
        this.elements = elements;
        this.comparator = comparator;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public Iterator<Object> iterator() {
        return Arrays.asList(elements).iterator();
    }

    @Override
    public @Nullable Comparator<? super Object> comparator() {
        return comparator;
    }

    @Override
    public SortedSet<Object> subSet(Object from, Object to) {
        throw unasked();
    }

    @Override
    public SortedSet<Object> headSet(Object to) {
        throw unasked();
    }

    @Override
    public SortedSet<Object> tailSet(Object from) {
        throw unasked();
    }

    @Override
    public Object first() {
        return elements[0];
    }

    @Override
    public Object last() {
        return elements[elements.length - 1];
    }

    /// The TreeSet that is made of it takes the elements in their order, and asks for nothing else.
    private static AssertionError unasked() {
        return new AssertionError("Only the constructor of a TreeSet may use this");
    }
}
