package io.manyhands.spi;

import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Encoded;
import org.jspecify.annotations.Nullable;

/// What travels to a worker elsewhere: an encoded task, or encoded arguments and the function for
/// them. Immutable, but for what its job notes in it.
public class Parcel {
    private final ClassLoader loader;
    private final @Nullable RemoteFunction function;
    private final Encoded encoded;

    /// A parcel with a task, or with an argument.
    ///
    /// @param loader where the classes of the task are found
    /// @param function what is applied to the argument; null if it is a task
    /// @param encoded the encoded task or argument
    public Parcel(ClassLoader loader, @Nullable RemoteFunction function, Encoded encoded) {
        this.loader = loader;
        this.function = function;
        this.encoded = encoded;
    }

    /// Where the classes are found.
    ///
    /// @return the loader of the user's code
    public final ClassLoader loader() {
        return loader;
    }

    /// What is applied to the argument.
    ///
    /// @return the function; null if it is a task
    public final @Nullable RemoteFunction function() {
        return function;
    }

    /// How many calls it is.
    ///
    /// @return 1 for a task and for an argument, more for a [io.manyhands.wire.Chunk] of them
    public int calls() {
        return 1;
    }

    /// What the worker is to do with it.
    ///
    /// @return the type of its record: one of those in [CallDescriptor] that are calls
    public byte type() {
        if (function == null) {
            return CallDescriptor.TASK;
        }
        return calls() == 1 ? CallDescriptor.ITEM : CallDescriptor.ITEMS;
    }

    /// The encoded task or argument, or arguments.
    ///
    /// @return what is sent
    public final Encoded encoded() {
        return encoded;
    }
}
