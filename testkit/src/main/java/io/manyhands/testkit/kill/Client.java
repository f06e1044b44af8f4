package io.manyhands.testkit.kill;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Submits tasks of all sorts, in an order that its seed gives, until all numbers are used, and
/// takes their outcomes. Confined to a thread.
final class Client implements Runnable {
    private static final int MOST_OPEN = 400;
    private static final int MOST_ITEMS_BITS = 11;

    private final Workers workers;
    private final Submitter with;
    private final Book book;
    private final Outcomes outcomes;
    private final Random random;
    private final Harvest harvest;

    Client(Trial.Setting setting) {
        this.workers = setting.workers();
        this.with = setting.with();
        this.book = setting.book();
        this.outcomes = setting.outcomes();
        this.random = new Random(setting.random().nextLong());
        this.harvest = new Harvest(outcomes);
    }

    @Override
    public void run() {
        try {
            while (deed()) {
                harvest.settleAbove(random.nextInt(20) == 0 ? 0 : MOST_OPEN);
            }
            harvest.settleAbove(0);
        } catch (Throwable failure) {
            outcomes.wrong("A client goes on: failure=" + Harvest.told(failure));
        }
    }

    /// @return false if all numbers are used
    private boolean deed() {
        int draw = random.nextInt(1000);
        if (draw < 300) {
            return hot();
        } else if (draw < 700) {
            return burst(1 + random.nextInt(60));
        } else if (draw < 800) {
            return map(items());
        } else if (draw < 815) {
            return closedMap(items());
        } else if (draw < 900) {
            return large();
        } else if (draw < 930) {
            return print();
        } else if (draw < 940) {
            return nest();
        } else if (draw < 945) {
            return nestMap(1 + random.nextInt(40));
        } else if (draw < 960) {
            return fail();
        } else if (draw < 996) {
            return linger();
        }
        return ignore();
    }

    // Single tasks.

    private boolean hot() {
        int number = outcomes.claim(1);
        if (number >= 0) {
            submitCompute(number, random.nextInt(10) == 0 ? random.nextInt(500_000) : 0);
            harvest.settleLast();
        }
        return number >= 0;
    }

    private boolean burst(int tasks) {
        int first = outcomes.claim(tasks);
        if (first < 0) {
            return hot();
        }
        for (int i = 0; i < tasks; i++) {
            long nanos = random.nextInt(4) == 0 ? random.nextInt(1_000_000) : 0;
            submitCompute(first + i, nanos);
        }
        return true;
    }

    private void submitCompute(int number, long nanos) {
        Book own = book;
        if (random.nextInt(8) == 0) {
            harvest.add(
                    number, with.submit(() -> Deeds.rest(own, number, nanos)), Harvest.ORDINARY);
        } else {
            harvest.add(
                    number, with.submit(() -> Deeds.compute(own, number, nanos)), Harvest.ORDINARY);
        }
        if (random.nextInt(100) == 0) {
            harvest.cancelLast(random.nextBoolean());
        }
    }

    private boolean large() {
        int number = outcomes.claim(1);
        if (number < 0) {
            return false;
        }
        Book own = book;
        // Each magnitude as often: from what fits a record to what needs several, or its own
        // memory.
        int length = 1 << (8 + random.nextInt(14));
        int size = length + random.nextInt(length);
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = Deeds.bytes(number, size);
                harvest.add(
                        number,
                        with.submit(() -> Deeds.take(own, number, bytes)),
                        Harvest.ORDINARY);
            }
            case 1 -> {
                TaskFuture<byte[]> future = with.submit(() -> Deeds.give(own, number, size));
                byte[] expected = Deeds.bytes(number, size);
                Predicate<@Nullable Object> isRight =
                        value -> value instanceof byte[] bytes && Arrays.equals(bytes, expected);
                harvest.add(number, future, isRight, Harvest.ORDINARY);
            }
            default -> {
                int items = size / 64;
                TaskFuture<List<Long>> future = with.submit(() -> Deeds.list(own, number, items));
                Predicate<@Nullable Object> isRight =
                        value -> value instanceof List<?> list && list.size() == items;
                harvest.add(number, future, isRight, Harvest.ORDINARY);
            }
        }
        return true;
    }

    private boolean print() {
        int number = outcomes.claim(1);
        if (number >= 0) {
            Book own = book;
            int lines = random.nextInt(50);
            harvest.add(
                    number, with.submit(() -> Deeds.print(own, number, lines)), Harvest.ORDINARY);
        }
        return number >= 0;
    }

    private boolean fail() {
        int number = outcomes.claim(1);
        if (number >= 0) {
            Book own = book;
            harvest.add(number, with.submit(() -> Deeds.fail(own, number)), Harvest.FAILING);
        }
        return number >= 0;
    }

    private boolean linger() {
        int number = outcomes.claim(1);
        if (number >= 0) {
            Book own = book;
            Submitter limited = with.withTimeout(Duration.ofMillis(1 + random.nextInt(20)));
            harvest.add(number, limited.submit(() -> Deeds.linger(own, number)), Harvest.LIMITED);
        }
        return number >= 0;
    }

    private boolean ignore() {
        int number = outcomes.claim(1);
        if (number >= 0) {
            Book own = book;
            Submitter limited = with.withTimeout(Duration.ofMillis(1 + random.nextInt(20)));
            harvest.add(number, limited.submit(() -> Deeds.ignore(own, number)), Harvest.LIMITED);
        }
        return number >= 0;
    }

    // Tasks that have others.

    private boolean nest() {
        int number = outcomes.claim(2);
        if (number < 0) {
            return hot();
        }
        Book own = book;
        Workers handle = workers;
        long nanos = random.nextInt(500_000);
        harvest.add(
                number,
                with.submit(() -> Deeds.nest(own, handle, number, nanos)),
                Harvest.ORDINARY);
        harvest.settleLast();
        outcomes.ended(number + 1, Outcomes.End.UNSEEN);
        return true;
    }

    private boolean nestMap(int items) {
        int number = outcomes.claim(1 + items);
        if (number < 0) {
            return hot();
        }
        Book own = book;
        Workers handle = workers;
        harvest.add(
                number,
                with.submit(() -> Deeds.nestMap(own, handle, number, items)),
                Harvest.ORDINARY);
        harvest.settleLast();
        for (int i = 1; i <= items; i++) {
            outcomes.ended(number + i, Outcomes.End.UNSEEN);
        }
        return true;
    }

    // Maps.

    private Results<Outcome<Long>> results(List<Integer> numbers, long nanos) {
        Book own = book;
        Results<Long> results = with.map(numbers, number -> Deeds.compute(own, number, nanos));
        if (random.nextInt(3) == 0) {
            results = results.withWindow(1 + random.nextInt(2_000));
        }
        if (random.nextInt(3) == 0) {
            results = results.withChunk(1 + random.nextInt(300));
        }
        return results.outcomes();
    }

    private static List<Integer> numbers(int first, int items) {
        List<Integer> numbers = new ArrayList<>(items);
        for (int i = 0; i < items; i++) {
            numbers.add(first + i);
        }
        return numbers;
    }

    /// Few or many, each magnitude as often.
    private int items() {
        int magnitude = 1 << random.nextInt(MOST_ITEMS_BITS);
        return magnitude + random.nextInt(magnitude);
    }

    private long itemNanos() {
        return random.nextInt(3) == 0 ? random.nextInt(50_000) : 0;
    }

    private boolean map(int items) {
        int first = outcomes.claim(items);
        if (first < 0) {
            return hot();
        }
        Results<Outcome<Long>> results = results(numbers(first, items), itemNanos());
        if (random.nextBoolean()) {
            int number = first;
            for (Outcome<Long> outcome : results) {
                harvest.settle(number, outcome);
                number++;
            }
            if (number != first + items) {
                outcomes.wrong("A map gives each result: items=" + items + ", first=" + first);
            }
        } else {
            mapAsCompleted(results.asCompleted(), first, items);
        }
        return true;
    }

    /// Which items were lost is known when all others have come.
    private void mapAsCompleted(Results<Outcome<Long>> results, int first, int items) {
        List<Throwable> failures = new ArrayList<>();
        for (Outcome<Long> outcome : results) {
            if (outcome instanceof Outcome.Success<Long>(Long value)) {
                harvest.settle((int) ((value - Deeds.valueOf(0)) / 31), outcome);
            } else if (outcome instanceof Outcome.Failure<Long>(Throwable cause)) {
                failures.add(cause);
            }
        }
        int failed = 0;
        for (int number = first; number < first + items; number++) {
            if (!outcomes.hasEnded(number)) {
                if (failed < failures.size()) {
                    harvest.settle(number, new Outcome.Failure<>(failures.get(failed)));
                }
                failed++;
            }
        }
        if (failed != failures.size()) {
            outcomes.wrong(
                    ("A map gives each result: first=" + first + ", items=" + items)
                            + (", missing=" + failed + ", failures=" + failures.size()));
        }
    }

    private boolean closedMap(int items) {
        int first = outcomes.claim(items);
        if (first < 0) {
            return hot();
        }
        int taken = 0;
        int wanted = random.nextInt(items);
        try (Results<Outcome<Long>> results = results(numbers(first, items), itemNanos())) {
            for (Outcome<Long> outcome : results) {
                harvest.settle(first + taken, outcome);
                taken++;
                if (taken >= wanted) {
                    break;
                }
            }
        }
        for (int i = taken; i < items; i++) {
            outcomes.ended(first + i, Outcomes.End.UNSEEN);
        }
        return true;
    }
}
