package io.manyhands;

import java.io.Serializable;
import java.util.concurrent.Callable;

/// A piece of work that gives a value: a [Callable] that is also [Serializable], so that a plain
/// lambda given where a `Task` is expected can travel to another process.
///
/// @param <T> the type of the value
@FunctionalInterface
public interface Task<T extends @org.jspecify.annotations.Nullable Object>
        extends Callable<T>, Serializable {

    /// Does the work.
    ///
    /// @return the value
    /// @throws Exception what the work throws becomes the task's outcome
    @Override
    T call() throws Exception;
}
