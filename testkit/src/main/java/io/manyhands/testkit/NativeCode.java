package io.manyhands.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a task can do by a library of native code: functions of the system's C library. Stateless.
@SuppressWarnings("restricted") // that is what it is for
public final class NativeCode {
    private static final int FIRST_OWN_DESCRIPTOR = 3;
    private static final int LOOKED_AT = 32;

    private NativeCode() {}

    /// Sleeps, without the JVM knowing: no interrupt ends it, and no safepoint waits for it.
    ///
    /// @param seconds how long
    public static void sleep(int seconds) {
        int _ = call("sleep", seconds);
    }

    /// Closes a descriptor of the process, whoever uses it.
    ///
    /// @param descriptor its number
    public static void close(int descriptor) {
        int _ = call("close", descriptor);
    }

    /// Writes to a descriptor of the process, whoever uses it.
    ///
    /// @param descriptor its number
    /// @param bytes what is written
    public static void write(int descriptor, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            FunctionDescriptor signature =
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG);
            long _ =
                    (long)
                            function("write", signature)
                                    .invokeExact(descriptor, segment, (long) bytes.length);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Writes to all pipes of the process but its standard streams.
    ///
    /// @param bytes what is written
    /// @throws IOException if they cannot be looked at
    public static void writeToPipes(byte[] bytes) throws IOException {
        for (int i = FIRST_OWN_DESCRIPTOR; i < LOOKED_AT; i++) {
            Path link = Path.of("/proc/self/fd/" + i);
            if (Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).toString().startsWith("pipe:")) {
                write(i, bytes);
            }
        }
    }

    /// Writes where there is nothing: the process crashes.
    public static void crash() {
        MemorySegment nothing = MemorySegment.ofAddress(8).reinterpret(64);
        nothing.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    private static int call(String name, int value) {
        FunctionDescriptor signature =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            return (int) function(name, signature).invokeExact(value);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), signature);
    }
}
