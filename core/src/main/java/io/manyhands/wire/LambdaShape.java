package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// The shape of a lambda or a method reference: its entry is everything that its serialized form
/// tells, except the values that it captured. All instances of its class have the same.
/// Thread-safe.
final class LambdaShape extends Shape {
    /// A handle `(Object)Object` to `writeReplace`, which the JDK made: it runs no user code.
    private final MethodHandle writeReplace;

    private LambdaShape(MethodHandle writeReplace) {
        this.writeReplace = writeReplace;
    }

    static @Nullable LambdaShape find(Class<?> type) throws ReflectiveOperationException {
        MethodHandle handle = Hooks.writeReplace(type);
        return handle == null ? null : new LambdaShape(handle);
    }

    /// The serialized form of an instance.
    SerializedLambda replace(Object lambda) throws Throwable {
        return (SerializedLambda) (Object) writeReplace.invokeExact(lambda);
    }

    /// The entry, from the serialized form of any instance.
    static byte[] define(SerializedLambda lambda) throws TooLargeException {
        Output entry = definition(Tags.LAMBDA, lambda.getCapturingClass().replace('/', '.'));
        entry.putText(lambda.getFunctionalInterfaceClass());
        entry.putText(lambda.getFunctionalInterfaceMethodName());
        entry.putText(lambda.getFunctionalInterfaceMethodSignature());
        entry.putCount(lambda.getImplMethodKind());
        entry.putText(lambda.getImplClass());
        entry.putText(lambda.getImplMethodName());
        entry.putText(lambda.getImplMethodSignature());
        entry.putText(lambda.getInstantiatedMethodType());
        entry.putCount(lambda.getCapturedArgCount());
        return entry.toByteArray();
    }
}
