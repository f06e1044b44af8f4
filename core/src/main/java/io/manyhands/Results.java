package io.manyhands;

import io.manyhands.spi.StackRoom;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What [Submitter#map] and [Submitter#filter] give: a lazy, closeable sequence of results, to be
/// gone through once.
///
/// Nothing runs until it is gone through. Then a virtual thread of its own iterates the input, and
/// the workers run ahead of the consumer by at most the *window*: 1,024 items, results not yet
/// taken included, unless [#withWindow(int)] says otherwise; in worker processes it grows up to
/// 32,768 as long as that many go through it in about four milliseconds. So the input may be
/// endless, and may block. A slow item holds up its own worker alone; with results in order, those
/// of the items behind it wait in the window. With virtual threads up to a window of items run at
/// once.
///
/// Workers take items in turns of about a millisecond, so that other tasks are not kept waiting;
/// [#withChunk(int)] sets the length of a turn in items.
///
/// A failed item is thrown when its turn comes, as [CompletionException] with the item's own
/// exception as the cause; the iteration can go on behind it. [#outcomes()] gives failures as
/// values instead. What the input itself throws is thrown after the results of the items before it.
///
/// *Blocking and interruption:* `next` waits for a result; if interrupted it throws
/// [WaitInterruptedException], nothing is lost, and it can be called again. Inside a task of the
/// same workers it starves nobody (see [TaskFuture]).
///
/// *Closing* cancels the rest: items that have not begun never do, those that run are interrupted.
/// What was gone through to the end is closed. A stream that stops early (`limit`, `findFirst`)
/// does not say so: use try-with-resources. What is merely dropped stops when its window is full,
/// and is closed once the garbage collector has found it. After `shutdown()` of the workers the
/// items in the window are still run, then [java.util.concurrent.RejectedExecutionException] is
/// thrown; after `shutdownNow()`, [CancellationException].
///
/// Confined: to be used by one thread at a time, except [#close()], which any thread may call.
/// *Memory consistency effects:* what the input's iterator does before it gives an item
/// happens-before the function's work on it, which happens-before `next` gives its result.
///
/// @param <R> the type of the results
public final class Results<R extends @Nullable Object> implements Iterable<R>, AutoCloseable {
    /// What the forms of one sequence have in common: it can be gone through once, in one of them.
    private static final class Origin {
        private final Pool pool;
        private final Settings settings;
        private final Source source;
        private final Item item;
        // Null before; the window while it is gone through; CLOSED if it was closed before that.
        private final AtomicReference<@Nullable Object> started = new AtomicReference<>();

        private Origin(Pool pool, Settings settings, Source source, Item item) {
            this.pool = pool;
            this.settings = settings;
            this.source = source;
            this.item = item;
        }
    }

    private static final Object CLOSED = new Object();

    private final Origin origin;
    private final WindowShape shape;
    private final boolean asOutcomes;

    Results(Pool pool, Settings settings, Source source, Item item) {
        this(new Origin(pool, settings, source, item), WindowShape.DEFAULT, false);
    }

    private Results(Origin origin, WindowShape shape, boolean asOutcomes) {
        this.origin = origin;
        this.shape = shape;
        this.asOutcomes = asOutcomes;
    }

    /// The same results in the order in which they are completed.
    ///
    /// @return another form of this sequence, to be used instead of it
    public Results<R> asCompleted() {
        return new Results<>(
                origin, new WindowShape(false, shape.capacity(), shape.chunk()), asOutcomes);
    }

    /// The same results, each as an [Outcome]: nothing is thrown for an item that fails.
    ///
    /// @return another form of this sequence, to be used instead of it
    public Results<Outcome<R>> outcomes() {
        return new Results<>(origin, shape, true);
    }

    /// The same results with another window.
    ///
    /// @param items how many items may be on their way at once, results not yet taken included; 1
    ///   to 16,777,216
    /// @return another form of this sequence, to be used instead of it
    /// @throws IllegalArgumentException if it is out of its range
    public Results<R> withWindow(int items) {
        Checks.argument(
                items >= 1 && items <= 1 << 24, "A window must be 1 to 16777216", "window", items);
        return new Results<>(
                origin, new WindowShape(shape.ordered(), items, shape.chunk()), asOutcomes);
    }

    /// The same results with another length of a worker's turn.
    ///
    /// @param items how many items a worker does before it lets other tasks have their turn, at
    ///   least 1
    /// @return another form of this sequence, to be used instead of it
    /// @throws IllegalArgumentException if it is less than 1
    public Results<R> withChunk(int items) {
        Checks.argument(items >= 1, "A chunk must be positive", "chunk", items);
        return new Results<>(
                origin, new WindowShape(shape.ordered(), shape.capacity(), items), asOutcomes);
    }

    /// Starts the work and goes through its results.
    ///
    /// @return the only iterator of this sequence
    /// @throws IllegalStateException if it was gone through or closed before
    @Override
    public Iterator<R> iterator() {
        StackRoom.ensure();
        Window window = new Window(origin.pool, origin.settings, origin.item, shape);
        if (!origin.started.compareAndSet(null, window)) {
            window.close(Window.State.CLOSED);
            throw new IllegalStateException("Results can be gone through once, before their close");
        }
        ResultsIterator<R> iterator = new ResultsIterator<>(this, window);
        origin.pool.windows().closeWhenDropped(iterator, window);
        Source source = origin.source;
        origin.pool.windows().startFeeder(window, () -> feed(window, source));
        return iterator;
    }

    /// Starts the work and goes through its results in a stream, which closes this when it is
    /// closed.
    ///
    /// @return a sequential stream
    /// @throws IllegalStateException if it was gone through or closed before
    public Stream<R> stream() {
        Spliterator<R> all =
                Spliterators.spliteratorUnknownSize(
                        iterator(), shape.ordered() ? Spliterator.ORDERED : 0);
        return StreamSupport.stream(all, false).onClose(this::close);
    }

    /// Goes through all results and closes this, also when one of them is a failure.
    ///
    /// @return the results, in a list that can be changed
    /// @throws CompletionException if an item failed; the rest is cancelled then
    public List<R> toList() {
        List<R> list = new ArrayList<>();
        try (this) {
            forEach(list::add);
        }
        return list;
    }

    /// Ends the work, from any thread, at any time; does nothing if it has ended. Does not wait for
    /// the items that it interrupts.
    @Override
    public void close() {
        StackRoom.ensure();
        Object window = origin.started.get();
        if (window == null && origin.started.compareAndSet(null, CLOSED)) {
            origin.source.close().run();
        } else if (origin.started.get() instanceof Window running) {
            running.close(Window.State.CLOSED);
        }
    }

    private static void feed(Window window, Source source) {
        Throwable failure = null;
        boolean isExhausted = false;
        try {
            isExhausted = feedAll(window, source.open().get());
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            source.close().run();
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
        // What an input throws that was interrupted, because no more is wanted, is not its end.
        if (isExhausted || (failure != null && window.isOpen())) {
            window.endInput(failure);
        }
    }

    /// @return whether there is no more; if not, no more is wanted
    private static boolean feedAll(Window window, Iterator<?> items) {
        while (window.awaitRoom()) {
            if (!items.hasNext()) {
                return true;
            }
            boolean _ = window.add(items.next());
        }
        return false;
    }

    /// The value of a raw result, or the failure thrown.
    @SuppressWarnings("TypeParameterUnusedInFormals") // as in what it calls
    static <R extends @Nullable Object> R valueOf(Object raw) {
        if (!(raw instanceof Ended ended)) {
            return Ended.valueOf(raw);
        }
        Throwable cause = ended.cause();
        throw ended.status() == TaskStatus.CANCELLED
                ? new CancellationException(cause.getMessage())
                : new CompletionException(
                        "An item failed with " + cause + ": " + ended.details(), cause);
    }

    static WaitInterruptedException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new WaitInterruptedException(
                "The wait for what ends next was interrupted: thread="
                        + Thread.currentThread().getName(),
                interrupt);
    }

    /// Holds on to the sequence, so that it is not abandoned while it is gone through.
    private static final class ResultsIterator<R extends @Nullable Object> implements Iterator<R> {
        private final Results<R> results;
        private final Window window;
        private @Nullable Object next;
        private boolean ended;

        ResultsIterator(Results<R> results, Window window) {
            this.results = results;
            this.window = window;
        }

        @Override
        public boolean hasNext() {
            StackRoom.ensure();
            try {
                while (next == null && !ended) {
                    Object raw = takeOrEnd();
                    next = Item.isDropped(raw) ? null : raw;
                }
                return next != null;
            } finally {
                Reference.reachabilityFence(this);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // a sequence of outcomes has them for its type
        public R next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object raw = next;
            next = null;
            if (raw == null) {
                throw new AssertionError("hasNext has found one");
            }
            return results.asOutcomes ? (R) outcomeOf(raw) : Results.valueOf(raw);
        }

        private @Nullable Object takeOrEnd() {
            try {
                Object raw = window.take();
                ended = raw == null;
                return raw;
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            } catch (Throwable failure) {
                ended = true;
                window.close(Window.State.CLOSED);
                throw failure;
            }
        }

        private static Outcome<@Nullable Object> outcomeOf(Object raw) {
            if (raw instanceof Ended ended) {
                return new Outcome.Failure<>(ended.cause());
            }
            return new Outcome.Success<>(Ended.valueOf(raw));
        }
    }
}
