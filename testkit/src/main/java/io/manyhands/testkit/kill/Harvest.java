package io.manyhands.testkit.kill;

import io.manyhands.Outcome;
import io.manyhands.TaskFuture;
import io.manyhands.TaskTimeoutException;
import io.manyhands.WorkerLostException;
import io.manyhands.testkit.kill.Outcomes.End;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The tasks that a client has submitted and not asked for yet, and how each may end. Confined.
final class Harvest {
    static final Set<End> ORDINARY = EnumSet.of(End.VALUE, End.LOST);
    static final Set<End> FAILING = EnumSet.of(End.FAILED, End.LOST);
    static final Set<End> LIMITED = EnumSet.of(End.TIMED_OUT, End.LOST);
    private static final Set<End> CANCELLED = EnumSet.of(End.VALUE, End.LOST, End.CANCELLED);

    private record Open(
            int number,
            TaskFuture<?> future,
            Predicate<@Nullable Object> isRight,
            Set<End> expected,
            boolean wrecks) {}

    private final Outcomes outcomes;
    private final Deque<Open> open = new ArrayDeque<>();

    /// The workers that a task has wrecked and returned from, who will be ended for it.
    private final Set<String> wrecked = new HashSet<>();

    private boolean mayBeWrecked;

    /// Losses that were not expected, by worker, once a worker may have been wrecked.
    private final Map<String, String> unexpected = new LinkedHashMap<>();

    Harvest(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /// One whose value follows from its number.
    void add(int number, TaskFuture<Long> future, Set<End> expected) {
        add(
                number,
                future,
                value -> value instanceof Long it && it == Deeds.valueOf(number),
                expected);
    }

    void add(
            int number,
            TaskFuture<?> future,
            Predicate<@Nullable Object> isRight,
            Set<End> expected) {
        open.addLast(new Open(number, future, isRight, expected, false));
    }

    /// One that can return from a worker that has no future: the task that is begun there next is
    /// lost with it, whatever it is.
    void addWrecking(
            int number,
            TaskFuture<?> future,
            Predicate<@Nullable Object> isRight,
            Set<End> expected) {
        mayBeWrecked = true;
        open.addLast(new Open(number, future, isRight, expected, true));
    }

    void cancelLast(boolean mayInterrupt) {
        Open last = open.removeLast();
        open.addLast(new Open(last.number, last.future, last.isRight, CANCELLED, false));
        boolean _ = last.future.cancel(mayInterrupt);
    }

    void settleLast() {
        settle(open.removeLast());
    }

    /// Asks for the oldest until no more than so many are left.
    void settleAbove(int left) {
        while (open.size() > left) {
            settle(open.removeFirst());
        }
    }

    /// Asks for all that are left: a loss that was not expected must be that of a wrecked worker.
    void conclude() {
        settleAbove(0);
        unexpected.keySet().removeAll(wrecked);
        unexpected.values().forEach(outcomes::wrong);
    }

    private void settle(Open task) {
        int number = task.number;
        TaskFuture<?> future = task.future;
        try {
            Object value = future.get();
            if (!task.isRight.test(value)) {
                outcomes.wrong("A result is right: number=" + number + ", value=" + value);
            }
            ended(number, End.VALUE, null, task.expected, future.attempts());
            if (task.wrecks) {
                future.worker().ifPresent(wrecked::add);
            }
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            ended(number, endOf(number, cause), cause, task.expected, future.attempts());
        } catch (CancellationException cancelled) {
            ended(number, End.CANCELLED, cancelled, task.expected, future.attempts());
        } catch (InterruptedException unexpected) {
            throw new CompletionException(unexpected);
        }
    }

    /// An item of a map has ended.
    void settle(int number, Outcome<Long> outcome) {
        switch (outcome) {
            case Outcome.Success<Long>(Long value) -> {
                if (value != Deeds.valueOf(number)) {
                    outcomes.wrong("A result is right: number=" + number + ", value=" + value);
                }
                ended(number, End.VALUE, null, ORDINARY, Outcomes.NOT_KNOWN);
            }
            case Outcome.Failure<Long>(Throwable cause) ->
                    ended(number, endOf(number, cause), cause, ORDINARY, Outcomes.NOT_KNOWN);
        }
    }

    private End endOf(int number, @Nullable Throwable cause) {
        if (cause instanceof WorkerLostException loss) {
            outcomes.lost(number, loss);
            return End.LOST;
        }
        return cause instanceof TaskTimeoutException ? End.TIMED_OUT : End.FAILED;
    }

    private void ended(
            int number, End end, @Nullable Throwable why, Set<End> expected, int attempts) {
        if (!expected.contains(end)) {
            String sentence =
                    ("A task ends as it may: number=" + number + ", end=" + end)
                            + (", expected=" + expected + ", why=" + told(why));
            if (mayBeWrecked && why instanceof WorkerLostException loss) {
                unexpected.put(loss.worker(), sentence);
            } else {
                outcomes.wrong(sentence);
            }
        }
        outcomes.ended(number, end, attempts);
    }

    static String told(@Nullable Throwable why) {
        return why == null ? "none" : why + " at " + Arrays.toString(why.getStackTrace());
    }
}
