package io.manyhands.wire;

import io.manyhands.wire.PathFinder.Node;
import io.manyhands.wire.ShallowWriter.Parts;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Names one step of a path: how an object refers to one of its parts. The part is known already;
/// its name is looked for in the places where each kind of object keeps one. Stateless.
final class Steps {
    /// Divides the name of something captured from what captured it.
    static final String INTO_CODE = " > ";

    private static final String OUTER_FIELD = "this$";
    private static final String CAPTURED_FIELD = "val$";

    private Steps() {}

    /// The step from an owner to its part: the name, and the part as it was before `writeReplace`.
    static Referent of(Object owner, Node step) {
        Object part = step.target();
        Parts parts = Replacements.partsOf(owner);
        Object written = parts == null ? owner : parts.written();
        if (written instanceof SerializedLambda lambda) {
            String captured = CapturedNames.of(owner.getClass(), lambda, part);
            return new Referent(INTO_CODE + captured, part);
        }
        Referent found = find(owner, written, candidate -> Identity.same(candidate, part));
        if (found == null) {
            found = find(owner, written, Replacements.replacedBy(part));
        }
        if (found == null) {
            found = new Referent(describedField(written, part, step.ordinal()), part);
        }
        return Containers.isWrapper(owner) ? new Referent("", found.value()) : found;
    }

    /// The first wanted object that the owner refers to; null if it does not show any.
    static @Nullable Referent find(Object owner, Predicate<Object> wanted) {
        Referent element = Containers.find(owner, wanted);
        return element != null ? element : inFields(owner, wanted);
    }

    private static @Nullable Referent find(Object owner, Object written, Predicate<Object> wanted) {
        Referent found = find(owner, wanted);
        return found == null && !Identity.same(owner, written) ? find(written, wanted) : found;
    }

    private static @Nullable Referent inFields(Object owner, Predicate<Object> wanted) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = value(field, owner);
                if (value != null && wanted.test(value)) {
                    return new Referent(fieldName(field, value), value);
                }
            }
        }
        return null;
    }

    private static @Nullable Object value(Field field, Object owner) {
        boolean isReference =
                !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
        try {
            return isReference && field.trySetAccessible() ? field.get(owner) : null;
        } catch (IllegalAccessException | RuntimeException e) {
            return null;
        }
    }

    private static String fieldName(Field field, Object value) {
        String name = field.getName();
        if (field.isSynthetic() && name.startsWith(OUTER_FIELD)) {
            return INTO_CODE + CapturedNames.capturedThis(value);
        }
        if (field.isSynthetic() && name.startsWith(CAPTURED_FIELD)) {
            return INTO_CODE + CapturedNames.variable(name.substring(CAPTURED_FIELD.length()));
        }
        return "." + name;
    }

    /// Where reflection is denied, the class's serialized form still tells names and types: enough
    /// when only one field can hold the part.
    private static String describedField(Object owner, Object part, int ordinal) {
        List<String> names = new ArrayList<>();
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            ObjectStreamClass description = ObjectStreamClass.lookup(type);
            if (description != null) {
                addFieldsFor(part, description, names);
            }
        }
        return names.size() == 1 ? "." + names.getFirst() : ".<part " + (ordinal + 1) + ">";
    }

    private static void addFieldsFor(
            Object part, ObjectStreamClass description, List<String> names) {
        for (ObjectStreamField field : description.getFields()) {
            if (field.getType().isInstance(part)) {
                names.add(field.getName());
            }
        }
    }
}
