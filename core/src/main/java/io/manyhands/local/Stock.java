package io.manyhands.local;

import io.manyhands.shared.SharedQueue.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What is in a queue, in its order. Guarded by the queue's lock.
/* A node stands for one item that was put: the same object can be put twice. Where numbers matter, it
 * has them, and so finds its place when it is given back.
 */
sealed interface Stock {
    static Stock of(Order order) {
        return switch (order) {
            case FIFO -> new Line(false);
            case LIFO -> new Line(true);
            case PRIORITY -> new Ranks();
        };
    }

    void add(Object item, long priority);

    /// Takes the next node.
    ///
    /// @return null if there is none
    @Nullable Object poll();

    /// The next node, which stays.
    ///
    /// @return null if there is none
    @Nullable Object peek();

    /// Puts a node back that was polled, before all that came later.
    void giveBack(Object node);

    /// Takes a very node.
    ///
    /// @return whether it was there
    @SuppressWarnings("ReferenceEquality") // a node is itself
    default boolean remove(Object node) {
        return nodes().removeIf(each -> each == node);
    }

    /// The item of a node.
    Object item(Object node);

    /// What is there, as it is kept.
    Collection<Object> nodes();

    /// What is there, in its order.
    List<Object> ordered();

    default int size() {
        return nodes().size();
    }

    /// In the order of arrival, or the reverse.
    final class Line implements Stock {
        /// An item, which may be there twice.
        private static final class Node {
            private final Object item;

            Node(Object item) {
                this.item = item;
            }
        }

        private final Deque<Object> nodes = new ArrayDeque<>();
        private final boolean isReversed;

        Line(boolean isReversed) {
            this.isReversed = isReversed;
        }

        @Override
        public void add(Object item, long priority) {
            Node node = new Node(item);
            if (isReversed) {
                nodes.addFirst(node);
            } else {
                nodes.addLast(node);
            }
        }

        @Override
        public @Nullable Object poll() {
            return nodes.pollFirst();
        }

        @Override
        public @Nullable Object peek() {
            return nodes.peekFirst();
        }

        @Override
        public void giveBack(Object node) {
            nodes.addFirst(node);
        }

        @Override
        public Object item(Object node) {
            return ((Node) node).item;
        }

        @Override
        public Collection<Object> nodes() {
            return nodes;
        }

        @Override
        public List<Object> ordered() {
            return new ArrayList<>(nodes);
        }
    }

    /// In the order of numbers, and of arrival among equals.
    final class Ranks implements Stock {
        private record Rank(long priority, long arrival, Object item) {}

        private static final Comparator<Object> ORDER =
                Comparator.comparingLong((Object node) -> ((Rank) node).priority)
                        .thenComparingLong(node -> ((Rank) node).arrival);

        private final PriorityQueue<Object> nodes = new PriorityQueue<>(ORDER);
        private long arrivals;

        @Override
        public void add(Object item, long priority) {
            nodes.add(new Rank(priority, arrivals++, item));
        }

        @Override
        public @Nullable Object poll() {
            return nodes.poll();
        }

        @Override
        public @Nullable Object peek() {
            return nodes.peek();
        }

        @Override
        public void giveBack(Object node) {
            nodes.add(node);
        }

        @Override
        public Object item(Object node) {
            return ((Rank) node).item;
        }

        @Override
        public Collection<Object> nodes() {
            return nodes;
        }

        @Override
        public List<Object> ordered() {
            return nodes.stream().sorted(ORDER).toList();
        }
    }
}
