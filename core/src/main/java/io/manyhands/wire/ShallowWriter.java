package io.manyhands.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Serializes one object without what it refers to, and notes the objects that it would have
/// serialized next. So serialization itself tells an object's parts, whatever its class does:
/// `transient`, `writeObject`, `writeReplace`, `Externalizable` and classes whose fields are closed
/// to reflection need no rules of ours. Writes to nowhere. Confined to one thread.
final class ShallowWriter extends ObjectOutputStream {
    private boolean atRoot;
    private @Nullable Object written;
    private List<Object> parts = List.of();

    ShallowWriter() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    /// Serializes an object. What it throws is the object's own doing, since its parts are skipped.
    ///
    /// @throws IOException as the object's serialization does, besides any other throwable; the
    ///   writer is then of no more use
    Parts write(Object object) throws IOException {
        reset();
        atRoot = true;
        written = null;
        parts = new ArrayList<>();
        writeObject(object);
        if (written instanceof SerializedLambda lambda) {
            return new Parts(lambda, captured(lambda));
        }
        return new Parts(written == null ? object : written, parts);
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
        if (atRoot) {
            atRoot = false;
            written = object;
            return object;
        }
        if (!isLeaf(object)) {
            parts.add(object);
        }
        return null;
    }

    /// What a lambda captured, without the array around it.
    private static List<Object> captured(SerializedLambda lambda) {
        return IntStream.range(0, lambda.getCapturedArgCount())
                .mapToObj(lambda::getCapturedArg)
                .filter(Objects::nonNull)
                .filter(argument -> !isLeaf(argument))
                .toList();
    }

    private static boolean isLeaf(Object object) {
        return switch (object) {
            case String _, Boolean _, Character _, Enum<?> _, Class<?> _ -> true;
            case Number number -> number.getClass().getModule() == Object.class.getModule();
            case Path _ -> SentPath.canStandFor(object);
            default ->
                    object.getClass().isArray()
                            && object.getClass().getComponentType().isPrimitive();
        };
    }

    /// What serialization makes of one object.
    ///
    /// @param written the object itself or what its `writeReplace` gave
    /// @param parts the objects to be serialized next, in order, without the simplest ones
    record Parts(Object written, List<Object> parts) {}
}
