package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// The shape of a record: its entry is the names and types of its components, which must be the
/// same on both sides. As in JDK serialization, components are read from their fields, not by their
/// accessors, and the canonical constructor is called to rebuild it. Immutable.
final class RecordShape extends Shape {
    final byte[] definition;

    /// The first character of each component's type, as a descriptor has it.
    final char[] kinds;

    /// Handles `(Object)T` to the fields.
    final MethodHandle[] getters;

    /// A handle `(Object[])Object` to the canonical constructor.
    final MethodHandle maker;

    private RecordShape(
            byte[] definition, char[] kinds, MethodHandle[] getters, MethodHandle maker) {
        this.definition = definition;
        this.kinds = kinds;
        this.getters = getters;
        this.maker = maker;
    }

    /// The record's shape; null if it replaces itself, or if its fields are closed to us.
    static @Nullable RecordShape find(Class<? extends Serializable> type)
            throws ReflectiveOperationException, TooLargeException {
        if (Externalizable.class.isAssignableFrom(type) || Hooks.areDeclaredBy(type)) {
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        char[] kinds = new char[components.length];
        Class<?>[] types = new Class<?>[components.length];
        MethodHandle[] getters = new MethodHandle[components.length];
        Output entry = definition(Tags.RECORD, type.getName());
        entry.putCount(components.length);
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            String descriptor = types[i].descriptorString();
            kinds[i] = descriptor.charAt(0);
            MethodHandle getter = Hooks.getter(type.getDeclaredField(name));
            if (getter == null) {
                return null;
            }
            getters[i] = getter;
            entry.putText(name);
            entry.putText(descriptor);
        }
        MethodHandle maker = Hooks.maker(type.getDeclaredConstructor(types));
        return maker == null ? null : new RecordShape(entry.toByteArray(), kinds, getters, maker);
    }
}
