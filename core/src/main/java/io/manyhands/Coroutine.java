package io.manyhands;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// A function that pauses in its middle, gives a value there, and goes on with another that it is
/// sent.
///
/// ```java
/// try (Coroutine<Integer, Integer> sum = Coroutine.of((first, out) -> {
///     int total = first;
///     while (true) {
///         total += out.yield(total);
///     }
/// })) {
///     sum.resume(1);    // 1
///     sum.resume(2);    // 3
/// }
/// ```
///
/// The *body* begins at the first [#resume(Object)], whose input is its argument, and runs to its
/// next [Out#yield(Object)], whose output is what `resume` returns. The input of the next `resume`
/// is what that `yield` returns. What the body returns is what its last `resume` does. So each
/// input has one output, as with a function.
///
/// What a [Generator] says of its body's thread, of failures, interrupts, closing and of being
/// dropped, holds here too: to its user the body is a call, and it runs only while somebody waits
/// in `resume`, [#fail(Throwable)] or [#close()]. What either does happens-before what the other
/// does next. Inputs and outputs may be null.
///
/// Confined: to be used by one thread at a time, which is checked, except [#close()], which any
/// thread may call. It does not travel to another process; its [Body] does.
///
/// Source: A. L. de Moura and R. Ierusalimschy, [Revisiting
/// Coroutines](https://doi.org/10.1145/1462166.1462167), 2009, whose asymmetric coroutines these
/// are.
///
/// @param <I> the type of the inputs
/// @param <O> the type of the outputs
public final class Coroutine<I extends @Nullable Object, O extends @Nullable Object>
        implements AutoCloseable {

    /// What pauses and goes on. It can travel, if what it captures can, and be made a coroutine
    /// where it arrives.
    ///
    /// @param <I> the type of the inputs
    /// @param <O> the type of the outputs
    @FunctionalInterface
    public interface Body<I extends @Nullable Object, O extends @Nullable Object>
            extends Serializable {
        /// Runs to its end.
        ///
        /// @param first the input of the first `resume`
        /// @param out where it pauses
        /// @return the output of the last `resume`
        /// @throws Exception what it throws is thrown to the coroutine's user
        O run(I first, Out<I, O> out) throws Exception;
    }

    /// Where a body pauses. For the body's thread only.
    ///
    /// @param <I> the type of the inputs
    /// @param <O> the type of the outputs
    public sealed interface Out<I extends @Nullable Object, O extends @Nullable Object> {
        /// Gives an output and pauses until the coroutine is resumed. Not ended by an interrupt.
        ///
        /// @param output may be null
        /// @return the input of the next `resume`
        /// @throws CoroutineClosedError if the coroutine is closed
        /// @throws IllegalStateException in another thread than the body's, or after its end
        @SuppressWarnings("NamedLikeContextualKeyword") // that is its name everywhere
        I yield(O output);
    }

    private static final class Turns<I extends @Nullable Object, O extends @Nullable Object>
            extends Strand implements Out<I, O> {
        private static final ThreadFactory THREADS =
                Thread.ofVirtual()
                        .name("manyhands-coroutine")
                        .inheritInheritableThreadLocals(false)
                        .factory();

        private @Nullable Body<I, O> body;

        Turns(Body<I, O> body) {
            this.body = body;
        }

        @Override
        String noun() {
            return "coroutine";
        }

        @Override
        ThreadFactory threads() {
            return THREADS;
        }

        @Override
        @Nullable Object runBody(@Nullable Object input) throws Exception {
            Body<I, O> own = Objects.requireNonNull(body, "a body is run once");
            // Not kept while it runs, nor what only its beginning needs.
            body = null;
            return own.run(Strand.<I>as(input), this);
        }

        @Override
        @SuppressWarnings("NamedLikeContextualKeyword")
        public I yield(O output) {
            return Strand.as(pause(output));
        }
    }

    private final Turns<I, O> turns;

    private Coroutine(Body<I, O> body) {
        turns = new Turns<>(body);
    }

    /// A coroutine whose body has not begun. Costs a few objects and no thread.
    ///
    /// @param <I> the type of the inputs
    /// @param <O> the type of the outputs
    /// @param body pauses and goes on
    /// @return to be closed
    public static <I extends @Nullable Object, O extends @Nullable Object> Coroutine<I, O> of(
            Body<I, O> body) {
        return new Coroutine<>(Checks.notNull("body", body));
    }

    /// Sends an input, and runs the body to its next pause or its end. Blocks as long as that
    /// takes; an interrupt is handed on to the body.
    ///
    /// @param input the argument of the body if it has not begun, and otherwise what its `yield`
    ///   returns; may be null
    /// @return what the body yields next, or what it returns
    /// @throws IllegalStateException if the body has ended, or if another thread uses the
    ///   coroutine, or its own body
    /// @throws CancellationException if the coroutine was closed before the body's end
    /// @throws CompletionException if the body throws a checked exception; unchecked ones are
    ///   thrown as they are
    public O resume(I input) {
        turns.enter();
        try {
            failIfEnded();
            return outputOf(turns.resume(this, input));
        } finally {
            leave();
        }
    }

    /// Throws a failure into the body, at the `yield` where it is, and runs it to its next pause or
    /// its end. Blocks as [#resume(Object)] does.
    ///
    /// What the body lets pass is thrown here. One that has not begun never will.
    ///
    /// @param failure a checked one is the cause of the [CompletionException] that the body sees
    /// @return what the body yields next, or what it returns
    /// @throws IllegalStateException as `resume` does
    /// @throws CancellationException as `resume` does
    public O fail(Throwable failure) {
        Checks.notNull("failure", failure);
        turns.enter();
        try {
            failIfEnded();
            return outputOf(turns.fail(failure));
        } finally {
            leave();
        }
    }

    /// Whether the body has returned, thrown, or been closed: then it cannot be resumed. From any
    /// thread.
    ///
    /// @return false also if it has not begun
    public boolean isEnded() {
        return turns.isEnded();
    }

    /// Ends the body at its `yield`, and waits until its finally blocks have run, as
    /// [Generator#close()] does.
    ///
    /// @throws IllegalStateException if called by its own body, or if that has not ended after 100
    ///   attempts to go on
    /// @throws CompletionException if a finally block throws a checked exception; unchecked ones
    ///   are thrown as they are
    @Override
    public void close() {
        try {
            turns.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private O outputOf(@Nullable Object given) {
        turns.failIfCut();
        return Strand.as(given);
    }

    private void failIfEnded() {
        if (turns.isEnded()) {
            turns.failIfCut();
            throw new IllegalStateException("A coroutine that has ended cannot be resumed");
        }
    }

    private void leave() {
        try {
            turns.leave();
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
