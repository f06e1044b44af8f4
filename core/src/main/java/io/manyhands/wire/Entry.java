package io.manyhands.wire;

import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/// An entry of the dictionary with its classes found, for the reading side. Immutable, but for what
/// it looks up late.
sealed interface Entry {
    /// The class that a filter is asked about.
    Class<?> type();

    /// A lambda or a method reference: all of its serialized form but what it captured.
    ///
    /// @param type the class whose code has it
    /// @param rebuilder a handle `(SerializedLambda)Object`
    record OfLambda(
            Class<?> type,
            MethodHandle rebuilder,
            String functionalInterface,
            String interfaceMethod,
            String interfaceSignature,
            int implKind,
            String implClass,
            String implMethod,
            String implSignature,
            String instantiatedType,
            int captured)
            implements Entry {
        Object rebuild(Object[] arguments) throws Throwable {
            SerializedLambda lambda =
                    new SerializedLambda(
                            type,
                            functionalInterface,
                            interfaceMethod,
                            interfaceSignature,
                            implKind,
                            implClass,
                            implMethod,
                            implSignature,
                            instantiatedType,
                            arguments);
            try {
                return (Object) rebuilder.invokeExact(lambda);
            } catch (IllegalArgumentException | InvalidObjectException notThere) {
                throw foreign(notThere);
            }
        }

        private InvalidClassException foreign(Exception cause) {
            String reason = "it does not have the lambda: method=" + implMethod;
            InvalidClassException foreign = new InvalidClassException(type.getName(), reason);
            foreign.initCause(cause);
            return foreign;
        }
    }

    /// A record whose class here has the same components.
    record OfRecord(Class<?> type, RecordShape shape) implements Entry {}

    /// An enum.
    ///
    /// @param names those of the writing side, in its order
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record OfEnum(Class<?> type, String[] names, @Nullable Object[] constants) implements Entry {
        Object constant(int place) throws InvalidClassException {
            Object known = constants[place];
            if (known != null) {
                return known;
            }
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(names[place])) {
                    constants[place] = constant;
                    return constant;
                }
            }
            throw new InvalidClassException(
                    type.getName(), "it does not have the constant: name=" + names[place]);
        }
    }

    /// An array of objects.
    ///
    /// @param type the array's class
    record OfArray(Class<?> type) implements Entry {
        Object[] make(int length) {
            return (Object[]) Array.newInstance(type.getComponentType(), length);
        }
    }
}
