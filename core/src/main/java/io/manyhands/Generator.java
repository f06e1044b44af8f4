package io.manyhands;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A function that gives many values, one at a time, and is paused in between: as lazy as an
/// iterator, and written as a loop.
///
/// ```java
/// try (Generator<Long> fibonacci = Generator.of(out -> {
///     for (long a = 0, b = 1; ; b += a, a = b - a) {
///         out.yield(a);
///     }
/// })) {
///     fibonacci.stream().limit(10).toList();
/// }
/// ```
///
/// The *body* begins when the first value is asked for, runs up to its next [Out#yield(Object)],
/// and stays there until another is asked for. It has a virtual thread of its own, and runs only
/// while somebody waits for it in [#hasNext()], [#next()], [#fail(Throwable)] or [#close()]: to its
/// user it is a call. So
/// - it needs no locks for what it shares with its user, and what either does happens-before what
///   the other does next;
/// - what it throws is thrown there, and ends it: unchecked as it is, with the user's frames below
///   its own; checked as the cause of a [CompletionException]. After that there are no more values;
/// - the interrupt status goes with it: the wait is not ended by an interrupt, but hands it on to
///   the body, which may end its own waits; a status that is left when the body pauses is the
///   user's again. Nothing is lost by it;
/// - a wait of the body for a task lends the seat of its user's worker, as a wait of the user
///   would.
///
/// But it is another thread: [Thread#currentThread()], thread-locals, also inheritable ones, scoped
/// values, [WorkerLocal] and the locks that are held are not those of the user. The body captures
/// what it needs. A wait of the body in native code or in a class initializer keeps a carrier
/// thread busy, as with all virtual threads.
///
/// *Going through it:* by [#hasNext()] and [#next()], and once by a loop or a stream, which goes on
/// where they have stopped. Values may be null.
///
/// *Closing* ends the body at its `yield`, where [CoroutineClosedError] is thrown, and waits until
/// its finally blocks have run. A stream that stops early (`limit`, `findFirst`) does not close it:
/// use try-with-resources. One that is merely dropped is closed once the garbage collector has
/// found it, in its own thread; this needs a body that does not have the generator itself among
/// what it captures. One that was never asked for a value has no thread and needs no closing.
///
/// Confined: to be used by one thread at a time, which is checked, except [#close()], which any
/// thread may call. It does not travel to another process; its [Body] does.
///
/// Source: generators of Python ([PEP 255](https://peps.python.org/pep-0255/), [PEP
/// 342](https://peps.python.org/pep-0342/), [PEP 380](https://peps.python.org/pep-0380/)); virtual
/// threads: [JEP 444](https://openjdk.org/jeps/444).
///
/// @param <T> the type of the values
public final class Generator<T extends @Nullable Object> implements Iterable<T>, AutoCloseable {

    /// What gives the values. It can travel, if what it captures can, and be made a generator where
    /// it arrives.
    ///
    /// @param <T> the type of the values
    @FunctionalInterface
    public interface Body<T extends @Nullable Object> extends Serializable {
        /// Gives the values, and returns when there are no more.
        ///
        /// @param out where to
        /// @throws Exception what it throws is thrown to the generator's user
        void run(Out<T> out) throws Exception;
    }

    /// Where a body gives its values to. For the body's thread only.
    ///
    /// @param <T> the type of the values
    public sealed interface Out<T extends @Nullable Object> {
        /// Gives a value and pauses until another is asked for. Not ended by an interrupt.
        ///
        /// @param value may be null
        /// @throws CoroutineClosedError if the generator is closed
        /// @throws IllegalStateException in another thread than the body's, or after its end
        @SuppressWarnings("NamedLikeContextualKeyword") // that is its name everywhere
        void yield(T value);

        /// Gives all values of something else, one after the other.
        ///
        /// Another generator is closed behind that; if it has not begun, its body is run in place,
        /// so that values from however deep within cost one hand-over, and until it ends all that
        /// is said of `yield` holds for its own. Whatever else needs closing is the body's.
        ///
        /// @param values is gone through
        /// @throws CoroutineClosedError as `yield` does
        /// @throws IllegalStateException as `yield` does, or if it is a generator in use
        /// @throws CompletionException if a generator's body throws a checked exception
        void yieldAll(Iterable<? extends T> values);

        /// Gives all values of a stream, and closes it.
        ///
        /// @param values is gone through
        /// @throws CoroutineClosedError as `yield` does
        /// @throws IllegalStateException as `yield` does
        default void yieldAll(Stream<? extends T> values) {
            try (values) {
                for (Iterator<? extends T> each = values.iterator(); each.hasNext(); ) {
                    this.yield(each.next());
                }
            }
        }
    }

    private static final class Values<T extends @Nullable Object> extends Strand implements Out<T> {
        private static final ThreadFactory THREADS =
                Thread.ofVirtual()
                        .name("manyhands-generator")
                        .inheritInheritableThreadLocals(false)
                        .factory();

        private @Nullable Body<T> body;

        Values(Body<T> body) {
            this.body = body;
        }

        @Override
        String noun() {
            return "generator";
        }

        @Override
        ThreadFactory threads() {
            return THREADS;
        }

        @Override
        @Nullable Object runBody(@Nullable Object input) throws Exception {
            takeBody().run(this);
            return null;
        }

        /// Runs the body in the current thread, which is that of another, if it has not begun.
        ///
        /// @return false if it has
        boolean runInPlace(Out<T> out) {
            enter();
            try {
                if (!isUnborn()) {
                    return false;
                }
                endUnborn();
                takeBody().run(out);
                return true;
            } catch (Exception thrown) {
                throw unchecked(thrown);
            } finally {
                leave();
            }
        }

        /// The body is not kept while it runs, nor what only its beginning needs.
        private Body<T> takeBody() {
            Body<T> own = Objects.requireNonNull(body, "a body is run once");
            body = null;
            return own;
        }

        @Override
        @SuppressWarnings("NamedLikeContextualKeyword")
        public void yield(T value) {
            Object _ = pause(value);
        }

        @Override
        public void yieldAll(Iterable<? extends T> values) {
            if (values instanceof Generator<? extends T> generator) {
                generator.giveAllTo(this);
            } else {
                values.forEach(this::yield);
            }
        }
    }

    private final Values<T> values;
    // Both for whoever has entered: the value that was found and not yet taken.
    private boolean isFound;
    private @Nullable Object found;
    private boolean isGoneThrough;

    private Generator(Body<T> body) {
        values = new Values<>(body);
    }

    /// A generator whose body has not begun. Costs a few objects and no thread.
    ///
    /// @param <T> the type of the values
    /// @param body gives the values
    /// @return to be closed
    public static <T extends @Nullable Object> Generator<T> of(Body<T> body) {
        return new Generator<>(Checks.notNull("body", body));
    }

    /// Runs the body up to its next value, unless that is found already. Blocks as long as the body
    /// takes.
    ///
    /// @return false if the body has ended without one
    /// @throws CancellationException if the generator was closed before the body's end
    /// @throws IllegalStateException if another thread uses it, or its own body
    /// @throws CompletionException if the body throws a checked exception; unchecked ones are
    ///   thrown as they are
    public boolean hasNext() {
        values.enter();
        try {
            return find();
        } finally {
            leave();
        }
    }

    /// Gives the next value. Blocks as [#hasNext()] does.
    ///
    /// @return the value, which may be null
    /// @throws NoSuchElementException if there are no more
    /// @throws CancellationException if the generator was closed before the body's end
    /// @throws IllegalStateException if another thread uses it, or its own body
    /// @throws CompletionException if the body throws a checked exception; unchecked ones are
    ///   thrown as they are
    public T next() {
        values.enter();
        try {
            if (!find()) {
                throw new NoSuchElementException();
            }
            T next = Strand.as(found);
            forgetFound();
            return next;
        } finally {
            leave();
        }
    }

    /// Throws a failure into the body, at the `yield` where it is, and runs it up to its next
    /// value, which [#next()] gives then. A value that [#hasNext()] has found and that was not
    /// taken is dropped: it is the one that the body is told of. Blocks as `hasNext` does.
    ///
    /// What the body lets pass is thrown here. One that has not begun never will.
    ///
    /// @param failure a checked one is the cause of the [CompletionException] that the body sees
    /// @throws IllegalStateException if the body has ended, or if another thread uses it, or its
    ///   own body
    /// @throws CancellationException if the generator was closed
    public void fail(Throwable failure) {
        Checks.notNull("failure", failure);
        values.enter();
        try {
            if (values.isEnded()) {
                values.failIfCut();
                throw new IllegalStateException("A generator that has ended cannot be failed");
            }
            forgetFound();
            keep(values.fail(failure));
        } finally {
            leave();
        }
    }

    /// The values that are not taken yet, for one loop.
    ///
    /// @return the only iterator of this generator
    /// @throws IllegalStateException if it was called before, also by a loop or [#stream()]; or if
    ///   another thread uses it
    @Override
    public Iterator<T> iterator() {
        values.enter();
        try {
            if (isGoneThrough) {
                throw new IllegalStateException("A generator can be gone through once");
            }
            isGoneThrough = true;
        } finally {
            leave();
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Generator.this.hasNext();
            }

            @Override
            public T next() {
                return Generator.this.next();
            }
        };
    }

    /// The values in a stream, which closes this when it is closed.
    ///
    /// @return a sequential, ordered stream
    /// @throws IllegalStateException if this was gone through before, or if another thread uses it
    public Stream<T> stream() {
        Spliterator<T> all = Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED);
        return StreamSupport.stream(all, false).onClose(this::close);
    }

    /// Ends the body at its `yield`, and waits until its finally blocks have run, as long as that
    /// takes; an interrupt is handed on to them. Does nothing if the body has ended or never begun.
    ///
    /// While another thread uses the generator this does not wait: the body is interrupted, ends at
    /// its next `yield`, and that thread's call fails with [CancellationException].
    ///
    /// A body that catches [CoroutineClosedError] and goes on sees it again at each `yield`. After
    /// 100 of them this throws [IllegalStateException], and the body's thread stays as it is for
    /// ever.
    ///
    /// @throws IllegalStateException if called by its own body
    /// @throws CompletionException if a finally block throws a checked exception; unchecked ones
    ///   are thrown as they are
    @Override
    public void close() {
        try {
            values.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private boolean find() {
        if (values.isEnded()) {
            values.failIfCut();
        } else if (!isFound) {
            keep(values.resume(this, null));
        }
        return isFound;
    }

    private void keep(@Nullable Object given) {
        isFound = !values.isEnded();
        found = given;
        if (!isFound) {
            values.failIfCut();
        }
    }

    private void forgetFound() {
        isFound = false;
        found = null;
    }

    private void leave() {
        try {
            values.leave();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Gives all values to the body of another generator, in whose thread this is called.
    @SuppressWarnings("unchecked") // who takes more types takes these
    private void giveAllTo(Out<? super T> out) {
        if (!values.runInPlace((Out<T>) out)) {
            try (this) {
                while (hasNext()) {
                    out.yield(next());
                }
            }
        }
    }
}
