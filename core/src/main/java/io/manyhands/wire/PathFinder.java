package io.manyhands.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the nearest part of an object graph that cannot be serialized. The search is breadth-first
/// and iterative: cycles and depth do not matter. It runs serialization hooks and no other user
/// code. Confined to one thread.
final class PathFinder {
    /// Past this many objects the search gives up; an endless graph of fresh objects exists.
    private static final int MAX_OBJECTS = 500_000;

    private final Queue<Node> frontier = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ShallowWriter writer;

    private PathFinder() throws IOException {
        writer = new ShallowWriter();
    }

    /// The nearest object whose own serialization fails; null if none was found.
    static @Nullable Node find(Object root) {
        try {
            return new PathFinder().search(root);
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Node search(Object root) {
        enqueue(new Node(null, root, 0));
        for (Node node = frontier.poll(); node != null; node = frontier.poll()) {
            if (!expand(node)) {
                return node;
            }
        }
        return null;
    }

    /// Whether the object itself can be serialized; if so, its parts come next.
    private boolean expand(Node node) {
        List<Object> parts;
        try {
            parts = writer.write(node.target()).parts();
        } catch (Throwable failure) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            enqueue(new Node(node, parts.get(i), i));
        }
        return true;
    }

    private void enqueue(Node node) {
        if (seen.size() < MAX_OBJECTS && seen.add(node.target())) {
            frontier.add(node);
        }
    }

    /// An object of the graph and how it was reached.
    ///
    /// @param parent the object it was reached from; null at the root
    /// @param ordinal its place among its parent's parts, from 0
    record Node(@Nullable Node parent, Object target, int ordinal) {}
}
