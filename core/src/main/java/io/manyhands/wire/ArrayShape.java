package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;

/// The shape of an array of objects: its entry is the name of the array's class. Immutable.
final class ArrayShape extends Shape {
    final byte[] definition;

    ArrayShape(Class<?> type) throws TooLargeException {
        definition = definition(Tags.ARRAY, type.getName()).toByteArray();
    }
}
