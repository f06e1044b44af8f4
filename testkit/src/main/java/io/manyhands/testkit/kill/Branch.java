package io.manyhands.testkit.kill;

import io.manyhands.Outcome;
import io.manyhands.Scope;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.ScopeFailedException;
import io.manyhands.Task;
import io.manyhands.TaskTimeoutException;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A task with a scope, whose first subtask is such a one, too, until the levels are used up; the
/// others are leaves. Each has a number: the first subtask that behind its parent's. Travels;
/// immutable.
///
/// @param number its own
/// @param levels how many scopes lie within each other
/// @param forks how many subtasks each has
record Branch(Book book, Workers workers, int number, int levels, int forks) implements Task<Long> {
    private static final int MOST_NANOS = 2_000_000;
    private static final Duration SHORT = Duration.ofMillis(40);
    private static final Duration LONG = Duration.ofMinutes(5);

    /// What the join waits for.
    private enum Policy {
        ALL,
        ALL_VALUES,
        ANY,
        OUTCOMES,
        UNTIL,
        /// The deadline, as one of them does not end.
        LATE
    }

    /// What a leaf does.
    private enum Deed {
        COMPUTE,
        REST,
        FAIL,
        LINGER
    }

    /// How many numbers it and all below it have.
    int size() {
        return 1 + levels * forks;
    }

    /// Goes through the numbers of its own subtasks.
    void eachFork(IntConsumer action) {
        for (int i = 0; i < forks; i++) {
            action.accept(fork(i));
        }
    }

    private int fork(int index) {
        int first = number + 1;
        return index == 0 ? first : first + (levels - 1) * forks + index;
    }

    /// The one below it.
    Branch below() {
        return new Branch(book, workers, number + 1, levels - 1, forks);
    }

    @Override
    public Long call() throws InterruptedException {
        book.begun(number);
        try {
            inScope();
            return Deeds.valueOf(number);
        } finally {
            // Its scope has ended: none of its forks notes anything behind this.
            book.ended(number);
        }
    }

    /// Opens the scope, which ends as it may.
    ///
    /// @throws ScopeFailedException if a fork has failed as planned, or was lost
    void inScope() throws InterruptedException {
        Random random = new Random(number);
        Policy policy = Policy.values()[random.nextInt(Policy.values().length)];
        try {
            switch (policy) {
                case ALL -> {
                    Object _ = in(SHORT, Joiner.<Long>awaitAllSuccessfulOrThrow(), random, policy);
                }
                case ALL_VALUES -> {
                    List<Long> values =
                            in(LONG, Joiner.<Long>allSuccessfulOrThrow(), random, policy);
                    for (int i = 0; i < forks; i++) {
                        require(values.get(i) == Deeds.valueOf(fork(i)), "values=" + values);
                    }
                }
                case ANY -> {
                    long value = in(SHORT, Joiner.<Long>anySuccessfulOrThrow(), random, policy);
                    require(isOfAFork(value), "value=" + value);
                }
                case OUTCOMES -> check(in(LONG, Joiner.<Long>allOutcomes(), random, policy));
                case UNTIL -> {
                    Joiner<Long, List<Subtask<Long>>> first =
                            Joiner.allUntil(fork -> fork.state() == Subtask.State.SUCCESS);
                    List<Subtask<Long>> all = in(SHORT, first, random, policy);
                    require(all.size() == forks, "forks=" + all);
                }
                case LATE -> {
                    Object _ = in(SHORT, Joiner.<Long>awaitAll(), random, policy);
                }
            }
        } catch (TaskTimeoutException late) {
            // At its own deadline, or at that of one further out.
        }
    }

    private <R extends @Nullable Object> R in(
            Duration limit, Joiner<Long, R> joiner, Random random, Policy policy)
            throws InterruptedException {
        return workers.withDeadline(limit).scope(joiner, scope -> forkAll(scope, random, policy));
    }

    private <R extends @Nullable Object> R forkAll(
            Scope<Long, R> scope, Random random, Policy policy) throws InterruptedException {
        for (int i = 0; i < forks; i++) {
            if (i == 0 && levels > 1) {
                Subtask<Long> _ = scope.fork(below());
            } else {
                Book own = book;
                int leaf = fork(i);
                Deed deed = deed(random, policy);
                long nanos = random.nextInt(MOST_NANOS);
                Subtask<Long> _ = scope.fork(() -> leaf(own, leaf, deed, nanos));
            }
        }
        return scope.join();
    }

    private static Deed deed(Random random, Policy policy) {
        boolean canLinger = policy != Policy.OUTCOMES && policy != Policy.ALL_VALUES;
        return switch (random.nextInt(10)) {
            case 0 -> Deed.FAIL;
            case 1, 2 -> canLinger ? Deed.LINGER : Deed.FAIL;
            case 3, 4 -> policy == Policy.LATE ? Deed.LINGER : Deed.REST;
            default -> Deed.COMPUTE;
        };
    }

    private static long leaf(Book book, int number, Deed deed, long nanos)
            throws InterruptedException {
        return switch (deed) {
            case COMPUTE -> Deeds.compute(book, number, nanos);
            case REST -> Deeds.rest(book, number, nanos);
            case FAIL -> Deeds.fail(book, number);
            case LINGER -> Deeds.linger(book, number);
        };
    }

    private boolean isOfAFork(long value) {
        boolean[] isFound = {false};
        eachFork(fork -> isFound[0] |= Deeds.valueOf(fork) == value);
        return isFound[0];
    }

    private void check(List<Outcome<Long>> outcomes) {
        require(outcomes.size() == forks, "outcomes=" + outcomes);
        List<Object> wrong = new ArrayList<>();
        for (int i = 0; i < forks; i++) {
            switch (outcomes.get(i)) {
                case Outcome.Success<Long>(Long value) -> {
                    if (value != Deeds.valueOf(fork(i))) {
                        wrong.add(value);
                    }
                }
                case Outcome.Failure<Long>(Throwable cause) -> {
                    if (!isExpected(cause)) {
                        wrong.add(cause);
                    }
                }
            }
        }
        require(wrong.isEmpty(), "wrong=" + wrong);
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("A scope gives what it has: number=" + number + ", " + what);
        }
    }

    /// Whether a failure is one that was planned, or says what was lost, or that it was too late.
    static boolean isExpected(@Nullable Throwable cause) {
        if (cause == null) {
            return false;
        }
        return switch (cause) {
            case ScopeFailedException failed -> isExpected(failed.getCause());
            case WorkerLostException _, TaskTimeoutException _ -> true;
            default -> String.valueOf(cause.getMessage()).startsWith(Deeds.PLANNED);
        };
    }
}
