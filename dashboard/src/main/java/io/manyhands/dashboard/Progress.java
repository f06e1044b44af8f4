package io.manyhands.dashboard;

import io.manyhands.Results;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The results of a map, with a progress bar on the error output while they are gone through.
///
/// ```java
/// try (Progress<Report> reports = Progress.over("parse", workers.map(paths, Parser::parse), paths.size())) {
///     reports.forEach(store::add);
/// }
/// ```
///
/// The bar counts the results that were taken. It is there only if the error output is a terminal;
/// otherwise this does nothing but pass on, and loads no class of a bar. It never writes to the
/// standard output. A thread of its own draws it, five times a second.
///
/// Confined: to be used by one thread at a time, as the [Results] are, except [#close()].
///
/// @param <R> the type of the results
public final class Progress<R extends @Nullable Object> implements Iterable<R>, AutoCloseable {
    private final Results<R> results;
    private final Count count;
    private final Bar bar;

    private Progress(Results<R> results, Count count, Bar bar) {
        this.results = results;
        this.count = count;
        this.bar = bar;
    }

    /// A bar of which nobody knows the end: it shows how many, how long, and how many a second.
    ///
    /// @param name what is at work, in a word
    /// @param results of a map, not yet gone through
    /// @param <R> the type of the results
    /// @return the results with a bar, to be closed
    public static <R extends @Nullable Object> Progress<R> over(String name, Results<R> results) {
        Objects.requireNonNull(results);
        Count count = new Count(Bar.UNKNOWN);
        return new Progress<>(results, count, Bar.atTerminal(name, count::step));
    }

    /// A bar.
    ///
    /// @param name what is at work, in a word
    /// @param results of a map, not yet gone through
    /// @param total how many there will be, at least 0
    /// @param <R> the type of the results
    /// @return the results with a bar, to be closed
    /// @throws IllegalArgumentException if the total is negative
    public static <R extends @Nullable Object> Progress<R> over(
            String name, Results<R> results, long total) {
        if (total < 0) {
            throw new IllegalArgumentException(
                    "The total of a progress bar must not be negative: total=" + total);
        }
        Objects.requireNonNull(results);
        Count count = new Count(total);
        return new Progress<>(results, count, Bar.atTerminal(name, count::step));
    }

    static <R extends @Nullable Object> Progress<R> on(
            PrintStream target, String name, Results<R> results, long total) {
        Count count = new Count(total);
        return new Progress<>(results, count, Bar.on(target, name, count::step));
    }

    /// Starts the work and goes through its results.
    ///
    /// @return the only iterator of this sequence
    /// @throws IllegalStateException if it was gone through or closed before
    @Override
    public Iterator<R> iterator() {
        Iterator<R> each = results.iterator();
        return bar.isShown() ? new Counted<>(each, count) : each;
    }

    /// Goes through all results and closes this, also when one of them is a failure.
    ///
    /// @return the results, in a list that can be changed
    /// @throws java.util.concurrent.CompletionException if an item failed; the rest is cancelled
    ///   then
    public List<R> toList() {
        List<R> list = new ArrayList<>();
        try (this) {
            forEach(list::add);
        }
        return list;
    }

    /// Closes the results, which cancels the rest, and leaves the bar as it is, on a line of its
    /// own.
    @Override
    public void close() {
        try (bar) {
            results.close();
        }
    }

    private record Counted<R extends @Nullable Object>(Iterator<R> each, Count count)
            implements Iterator<R> {
        @Override
        public boolean hasNext() {
            return each.hasNext();
        }

        @Override
        public R next() {
            R next = each.next();
            count.add();
            return next;
        }

        @Override
        public void forEachRemaining(Consumer<? super R> action) {
            each.forEachRemaining(next -> {
                count.add();
                action.accept(next);
            });
        }
    }

    /// How many were taken: written by who takes them, read by the bar.
    private static final class Count {
        private final long total;
        private final AtomicLong taken = new AtomicLong();

        Count(long total) {
            this.total = total;
        }

        void add() {
            taken.setOpaque(taken.getPlain() + 1);
        }

        Bar.Step step() {
            return new Bar.Step(taken.get(), total);
        }
    }
}
