package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;

/// The shape of an enum: its entry is the name of the class and those of its constants. Immutable.
final class EnumShape extends Shape {
    final byte[] definition;

    EnumShape(Class<?> type) throws TooLargeException {
        Object[] constants = type.getEnumConstants();
        Output entry = definition(Tags.ENUM, type.getName());
        entry.putCount(constants.length);
        for (Object constant : constants) {
            entry.putText(((Enum<?>) constant).name());
        }
        definition = entry.toByteArray();
    }
}
