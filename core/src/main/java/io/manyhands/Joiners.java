package io.manyhands;

import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The policies of scopes that come with the library. Stateless.
final class Joiners {
    private Joiners() {}

    /// One that runs nobody's code, and so may be told by any thread.
    abstract static sealed class Own<T extends @Nullable Object, R extends @Nullable Object>
            implements Joiner<T, R> {
        /// Written by the owner.
        final List<Subtask<T>> subtasks = new ArrayList<>(2);

        private boolean isUsed;

        /// A scope begins to use it.
        final void begin() {
            if (isUsed) {
                throw new IllegalStateException(
                        "A joiner can be used for one scope: forks=" + subtasks.size());
            }
            isUsed = true;
        }

        @Override
        @SuppressWarnings("unchecked") // a subtask only gives values
        public final boolean onFork(Subtask<? extends T> subtask) {
            subtasks.add((Subtask<T>) subtask);
            return false;
        }
    }

    /// All must succeed.
    static final class AllSuccessful<T extends @Nullable Object, R extends @Nullable Object>
            extends Own<T, R> {
        private final Function<List<Subtask<T>>, R> result;
        private volatile @Nullable Subtask<? extends T> failed;

        AllSuccessful(Function<List<Subtask<T>>, R> result) {
            this.result = result;
        }

        @Override
        public boolean onComplete(Subtask<? extends T> subtask) {
            boolean hasFailed = subtask.state() == Subtask.State.FAILED;
            if (hasFailed && failed == null) {
                // One of those that fail at the same time.
                failed = subtask;
            }
            return hasFailed;
        }

        @Override
        public R result() throws Throwable {
            Subtask<? extends T> first = failed;
            throwFailure(first == null ? subtasks : List.of(first));
            return result.apply(subtasks);
        }
    }

    /// The first success will do.
    static final class AnySuccessful<T extends @Nullable Object> extends Own<T, T> {
        private volatile @Nullable Subtask<? extends T> found;
        private volatile @Nullable Subtask<? extends T> failed;

        @Override
        public boolean onComplete(Subtask<? extends T> subtask) {
            boolean isFound = subtask.state() == Subtask.State.SUCCESS;
            if (isFound && found == null) {
                found = subtask;
            } else if (!isFound && failed == null) {
                failed = subtask;
            }
            return isFound;
        }

        @Override
        public T result() throws Throwable {
            Subtask<? extends T> first = found == null ? failed : found;
            if (first == null) {
                throw new NoSuchElementException(
                        "A scope must fork something if any success will do: forks="
                                + subtasks.size());
            }
            throwFailure(List.of(first));
            return first.get();
        }
    }

    /// All are waited for.
    static final class All<T extends @Nullable Object, R extends @Nullable Object>
            extends Own<T, R> {
        private final Function<List<Subtask<T>>, R> result;

        All(Function<List<Subtask<T>>, R> result) {
            this.result = result;
        }

        @Override
        public R result() {
            return result.apply(subtasks);
        }
    }

    /// Until a user's test holds.
    static final class Until<T extends @Nullable Object> implements Joiner<T, List<Subtask<T>>> {
        private final Predicate<Subtask<? extends T>> isEnough;
        private final ConcurrentLinkedQueue<Subtask<T>> subtasks = new ConcurrentLinkedQueue<>();

        Until(Predicate<Subtask<? extends T>> isEnough) {
            this.isEnough = isEnough;
        }

        @Override
        @SuppressWarnings("unchecked") // a subtask only gives values
        public boolean onFork(Subtask<? extends T> subtask) {
            boolean _ = subtasks.add((Subtask<T>) subtask);
            return false;
        }

        @Override
        public boolean onComplete(Subtask<? extends T> subtask) {
            return isEnough.test(subtask);
        }

        @Override
        public List<Subtask<T>> result() {
            return List.copyOf(subtasks);
        }
    }

    static <T extends @Nullable Object> List<T> values(List<? extends Subtask<T>> subtasks) {
        List<T> values = new ArrayList<>(subtasks.size());
        subtasks.forEach(subtask -> values.add(subtask.get()));
        return values;
    }

    static <T extends @Nullable Object> List<Outcome<T>> outcomes(
            List<? extends Subtask<T>> subtasks) {
        return subtasks.stream().map(subtask -> ((Fork<T>) subtask).outcome()).toList();
    }

    private static void throwFailure(List<? extends Subtask<?>> subtasks) throws Throwable {
        for (Subtask<?> subtask : subtasks) {
            if (subtask.state() == Subtask.State.FAILED) {
                throw subtask.exception();
            }
        }
    }
}
