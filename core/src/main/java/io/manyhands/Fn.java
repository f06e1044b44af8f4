package io.manyhands;

import java.io.Serializable;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function of one argument: a [Function] that may throw and that is also [Serializable], so that
/// a plain lambda given where an `Fn` is expected can travel to another process.
///
/// @param <A> the type of the argument
/// @param <R> the type of the result
@FunctionalInterface
public interface Fn<A extends @Nullable Object, R extends @Nullable Object>
        extends Function<A, R>, Serializable {

    /// Computes the result.
    ///
    /// @param argument the argument
    /// @return the result
    /// @throws Exception what it throws becomes the outcome of that item
    R call(A argument) throws Exception;

    /// Computes the result where a [Function] is wanted.
    ///
    /// @param argument the argument
    /// @return the result
    /// @throws CompletionException if it throws a checked exception, which is the cause; unchecked
    ///   ones pass as they are
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // the same, for those who call apply()
    default R apply(A argument) {
        try {
            return call(argument);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }
}
