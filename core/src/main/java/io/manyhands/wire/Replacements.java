package io.manyhands.wire;

import io.manyhands.wire.ShallowWriter.Parts;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Deals with objects that serialization replaces by others: it never shows the original, so the
/// original is recognised by what it is replaced with. Stateless.
final class Replacements {
    /// How deeply replacements within replacements are compared.
    private static final int MAX_DEPTH = 8;

    private Replacements() {}

    /// A test for objects that are replaced by one just like this, or fail as this one does.
    static Predicate<Object> replacedBy(Object part) {
        boolean fails = partsOf(part) == null;
        return candidate -> {
            if (!mayBeReplaced(candidate)) {
                return false;
            }
            Parts parts = partsOf(candidate);
            return parts == null ? fails : areAlike(part, parts.written(), 0);
        };
    }

    /// Whether the object's own replacing throws.
    static boolean failsToBeReplaced(Object candidate) {
        return mayBeReplaced(candidate) && partsOf(candidate) == null;
    }

    /// What serialization makes of the object; null if it fails.
    static @Nullable Parts partsOf(Object object) {
        try {
            return write(object);
        } catch (Throwable failure) {
            return null;
        }
    }

    private static Parts write(Object object) throws IOException {
        try (ShallowWriter writer = new ShallowWriter()) {
            return writer.write(object);
        }
    }

    private static boolean mayBeReplaced(Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (Stream.of(type.getDeclaredMethods()).anyMatch(Replacements::isHook)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHook(Method method) {
        return method.getName().equals("writeReplace") && method.getParameterCount() == 0;
    }

    /// Whether two replacements have the same parts. Parts that are themselves made afresh at each
    /// writing are compared in turn; the others must be the very same.
    private static boolean areAlike(Object wanted, Object other, int depth) {
        if (wanted.getClass() != other.getClass()) {
            return false;
        }
        Parts first = partsOf(wanted);
        Parts second = partsOf(wanted);
        Parts others = partsOf(other);
        if (first == null || second == null || others == null) {
            return first == null && others == null;
        }
        return depth > MAX_DEPTH || areAlike(first.parts(), second.parts(), others.parts(), depth);
    }

    private static boolean areAlike(
            List<Object> wanted, List<Object> again, List<Object> others, int depth) {
        if (wanted.size() != others.size() || wanted.size() != again.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            Object part = wanted.get(i);
            if (!Identity.same(part, others.get(i))
                    && (Identity.same(part, again.get(i))
                            || !areAlike(part, others.get(i), depth + 1))) {
                return false;
            }
        }
        return true;
    }
}
