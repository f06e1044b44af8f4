package io.manyhands.spi;

import java.util.concurrent.atomic.AtomicInteger;

/// A function that is sent once to each worker that needs it, for many arguments. Immutable.
public final class RemoteFunction {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    private final ClassLoader loader;
    private final byte[] bytes;

    /// A function.
    ///
    /// @param loader where its classes are found
    /// @param bytes the encoded function; not to be changed any more
    public RemoteFunction(ClassLoader loader, byte[] bytes) {
        this.loader = loader;
        this.bytes = bytes;
    }

    /// What tells it from all others in this JVM.
    ///
    /// @return a number
    public int number() {
        return number;
    }

    /// Where the classes are found.
    ///
    /// @return the loader of the user's code
    public ClassLoader loader() {
        return loader;
    }

    /// The encoded function.
    ///
    /// @return the bytes themselves, not to be changed
    public byte[] bytes() {
        return bytes;
    }
}
