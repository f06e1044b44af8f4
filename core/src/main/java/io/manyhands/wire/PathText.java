package io.manyhands.wire;

import io.manyhands.wire.PathFinder.Node;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the way to an object as text, such as `result.orders[3].socket`. A path of very many
/// steps keeps its ends. Confined to one thread.
final class PathText {
    private static final int MAX_STEPS = 24;
    private static final int SHOWN_AT_START = 12;
    private static final int SHOWN_AT_END = 8;

    private final StringBuilder text = new StringBuilder();
    private Object owner;
    private @Nullable Object capturedThis;
    private boolean endsAtReceiver;

    private PathText(Object root) {
        owner = root;
    }

    static PathText of(Subject subject, Node end) {
        List<Node> steps = steps(end);
        PathText path = new PathText(steps.isEmpty() ? end.target() : owner(steps.getFirst()));
        path.text.append(subject.root());
        path.append(steps);
        path.descend();
        path.dropPrefix(subject.root() + Steps.INTO_CODE);
        return path;
    }

    String text() {
        return text.toString();
    }

    /// The object at the end of the way, as it was before `writeReplace`.
    Object offender() {
        return owner;
    }

    /// The last enclosing instance on the way, if the way leads through one.
    @Nullable Object capturedThis() {
        return capturedThis;
    }

    /// Whether the object at the end is the receiver of a method reference.
    boolean endsAtReceiver() {
        return endsAtReceiver;
    }

    private void append(List<Node> steps) {
        int size = steps.size();
        if (size <= MAX_STEPS) {
            steps.forEach(this::append);
            return;
        }
        steps.subList(0, SHOWN_AT_START).forEach(this::append);
        text.append("...(").append(size - SHOWN_AT_START - SHOWN_AT_END).append(" more)...");
        List<Node> last = steps.subList(size - SHOWN_AT_END, size);
        owner = owner(last.getFirst());
        last.forEach(this::append);
    }

    private void append(Node step) {
        Referent part = Steps.of(owner, step);
        if (part.name().startsWith(Steps.INTO_CODE + CapturedNames.THIS)) {
            capturedThis = step.target();
        }
        endsAtReceiver = part.name().startsWith(Steps.INTO_CODE + CapturedNames.RECEIVER);
        text.append(part.name());
        owner = part.value();
    }

    /// An object may fail only because one that it refers to cannot be replaced, which is tried
    /// before that one is seen as a part.
    private void descend() {
        for (int i = 0; i < MAX_STEPS && owner instanceof Serializable; i++) {
            Referent part = Steps.find(owner, Replacements::failsToBeReplaced);
            if (part == null) {
                return;
            }
            text.append(part.name());
            owner = part.value();
        }
    }

    /// What a task captures is named alone: the task itself goes without saying.
    private void dropPrefix(String prefix) {
        if (text.indexOf(prefix) == 0) {
            text.delete(0, prefix.length());
        }
    }

    private static Object owner(Node step) {
        return Objects.requireNonNull(step.parent()).target();
    }

    private static List<Node> steps(Node end) {
        List<Node> steps = new ArrayList<>();
        for (Node node = end; node.parent() != null; node = node.parent()) {
            steps.add(node);
        }
        Collections.reverse(steps);
        return steps;
    }
}
