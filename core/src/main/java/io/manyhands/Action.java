package io.manyhands;

import java.io.Serializable;
import java.util.concurrent.CompletionException;

/// A piece of work without a value: a [Runnable] that may throw and that is also [Serializable], so
/// that a plain lambda given where an `Action` is expected can travel to another process.
@FunctionalInterface
public interface Action extends Runnable, Serializable {

    /// Does the work.
    ///
    /// @throws Exception what the work throws becomes the task's outcome
    void act() throws Exception;

    /// Does the work where a [Runnable] is wanted.
    ///
    /// @throws CompletionException if the work throws a checked exception, which is the cause;
    ///   unchecked ones pass as they are
    @Override
    @SuppressWarnings(
            "FunctionalInterfaceMethodChanged") // run() does the same, for those who call it
    default void run() {
        try {
            act();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }
}
