package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.RetryPolicy;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.WorkersStatistics;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One round of a stress: several threads submit and cancel at random, and the books must agree.
final class StressRound {
    /// What a task does.
    private enum Deed {
        RETURN,
        THROW,
        SPIN,
        WAIT
    }

    /// What is planted, to see that the books find it.
    enum Fault {
        NONE,
        TASK_BEGINS_TWICE,
        INTERRUPT_LEAKS
    }

    /// A task, as it was meant.
    private record Plan(int number, Deed deed, int retries, boolean limited, boolean cancelled) {
        boolean mayBeInterrupted() {
            return limited || cancelled;
        }
    }

    private static final int SUBMITTERS = 3;

    private final Workers workers;
    private final Random random;
    private final Ledger ledger;
    private final Plan[] plans;
    private final @Nullable TaskFuture<?>[] futures;
    private final AtomicIntegerArray told;
    private final boolean stops;
    private final Fault fault;

    StressRound(Workers workers, Random random, int tasks) {
        this(workers, random, tasks, Fault.NONE);
    }

    StressRound(Workers workers, Random random, int tasks, Fault fault) {
        this.workers = workers;
        this.random = random;
        this.ledger = Ledger.ofTasks(tasks);
        this.plans = new Plan[tasks];
        this.futures = new TaskFuture<?>[tasks];
        this.told = new AtomicIntegerArray(tasks);
        this.stops = fault == Fault.NONE && random.nextInt(3) == 0;
        this.fault = fault;
        for (int i = 0; i < tasks; i++) {
            plans[i] = plan(i);
        }
    }

    void run() throws Exception {
        int stopAfter = random.nextInt(plans.length);
        List<Actor<Integer>> submitters = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            int first = i;
            Random own = new Random(random.nextLong());
            submitters.add(Actor.start(() -> submitEach(first, own)));
        }
        List<Runnable> neverBegun = List.of();
        if (stops) {
            Await.until("enough was submitted", () -> isSubmitted(stopAfter));
            ledger.stopping();
            neverBegun = workers.shutdownNow();
        }
        for (Actor<Integer> submitter : submitters) {
            assertThat(submitter.result()).isNotNegative();
        }
        workers.close();
        check(neverBegun);
        ledger.end();
    }

    private Plan plan(int number) {
        if (number == 0) {
            return new Plan(0, Deed.RETURN, 0, false, false);
        }
        Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
        boolean limited = deed == Deed.WAIT || random.nextInt(4) == 0;
        return new Plan(
                number,
                deed,
                random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0,
                limited,
                random.nextInt(4) == 0);
    }

    private boolean isSubmitted(int tasks) {
        return workers.statistics().submitted() >= tasks;
    }

    private int submitEach(int first, Random own) {
        int accepted = 0;
        for (int i = first; i < plans.length; i += SUBMITTERS) {
            try {
                TaskFuture<?> future = submit(plans[i], own);
                futures[i] = future;
                int number = i;
                TaskFuture<?> _ = future.onDone(_ -> told.incrementAndGet(number));
                accepted++;
            } catch (RejectedExecutionException afterStop) {
                assertThat(stops).as("only a round that is stopped refuses tasks").isTrue();
            }
            cancelSome(i, own);
        }
        return accepted;
    }

    private TaskFuture<?> submit(Plan plan, Random own) {
        Submitter with = workers;
        if (plan.limited) {
            Duration limit = Duration.ofNanos(own.nextInt(1_500_000) + 1);
            with = own.nextBoolean() ? with.withTimeout(limit) : with.withDeadline(limit);
        }
        if (plan.retries > 0) {
            RetryPolicy policy = RetryPolicy.times(plan.retries);
            with =
                    with.withRetries(
                            own.nextBoolean()
                                    ? policy
                                    : policy.withBackoff(Duration.ofNanos(own.nextInt(500_000))));
        }
        Ledger books = ledger;
        int number = plan.number;
        boolean mayBe = plan.mayBeInterrupted();
        Deed deed = plan.deed;
        if (number != 0) {
            return with.submit(() -> act(books, number, mayBe, deed));
        }
        Fault planted = fault;
        return workers.submit(() -> actWrongly(books, planted));
    }

    /// Cancels the planned ones among those a little way back, so that they are in all states.
    private void cancelSome(int newest, Random own) {
        int back = newest - SUBMITTERS * own.nextInt(8);
        TaskFuture<?> future = back >= 0 ? futures[back] : null;
        if (future != null && plans[back].cancelled) {
            boolean _ = future.cancel(own.nextBoolean());
        }
    }

    private static int actWrongly(Ledger books, Fault planted) {
        switch (planted) {
            case NONE -> books.begins(0, true);
            case TASK_BEGINS_TWICE -> {
                books.begins(0, true);
                books.begins(0, true);
            }
            case INTERRUPT_LEAKS -> {
                Thread.currentThread().interrupt();
                books.begins(0, false);
            }
        }
        return 0;
    }

    private static int act(Ledger books, int number, boolean mayBeInterrupted, Deed deed)
            throws Exception {
        books.begins(number, mayBeInterrupted);
        switch (deed) {
            case RETURN -> {}
            case THROW -> throw new IOException("task " + number);
            case SPIN -> {
                long until = System.nanoTime() + 20_000;
                while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
            }
            case WAIT -> new Signal().await();
        }
        return number;
    }

    private void check(List<Runnable> neverBegun) {
        List<TaskFuture<?>> accepted = new ArrayList<>();
        for (int i = 0; i < plans.length; i++) {
            TaskFuture<?> future = futures[i];
            if (future == null) {
                assertThat(ledger.begun(i)).as("begun of refused task %d", i).isZero();
            } else {
                accepted.add(future);
                checkTask(plans[i], future);
            }
        }
        checkNumbers(accepted);
        assertThat(ledger.leaks()).as("interrupts that reached another task").isZero();
        Await.until("all callbacks are told", () -> allTold());
        checkNeverBegun(neverBegun);
    }

    private void checkTask(Plan plan, TaskFuture<?> future) {
        int begun = ledger.begun(plan.number);
        assertThat(future.isDone()).as("%s of %s is done", future, plan).isTrue();
        assertThat(begun).as("begun of %s", plan).isBetween(0, 1 + plan.retries);
        assertThat(future.attempts()).as("attempts of %s", plan).isEqualTo(begun);
        switch (future.status()) {
            case SUCCEEDED -> assertThat(future.resultNow()).as("%s", plan).isEqualTo(plan.number);
            case FAILED ->
                    assertThat(future.exceptionNow()).as("%s", plan).isInstanceOf(Exception.class);
            case CANCELLED -> assertThat(plan.cancelled || stops).as("%s", plan).isTrue();
            case TIMED_OUT -> assertThat(plan.limited).as("%s", plan).isTrue();
            case QUEUED, RUNNING, WORKER_LOST -> throw new AssertionError(future);
        }
    }

    private void checkNumbers(List<TaskFuture<?>> accepted) {
        Map<TaskStatus, Long> ends =
                accepted.stream()
                        .collect(
                                Collectors.groupingBy(
                                        (Function<TaskFuture<?>, TaskStatus>) TaskFuture::status,
                                        Collectors.counting()));
        WorkersStatistics numbers = workers.statistics();
        assertThat(numbers.submitted()).isEqualTo(accepted.size());
        assertThat(numbers.succeeded()).isEqualTo(ends.getOrDefault(TaskStatus.SUCCEEDED, 0L));
        assertThat(numbers.failed()).isEqualTo(ends.getOrDefault(TaskStatus.FAILED, 0L));
        assertThat(numbers.cancelled()).isEqualTo(ends.getOrDefault(TaskStatus.CANCELLED, 0L));
        assertThat(numbers.timedOut()).isEqualTo(ends.getOrDefault(TaskStatus.TIMED_OUT, 0L));
        assertThat(numbers.queued()).isZero();
        assertThat(numbers.running()).isZero();
        assertThat(numbers.stuck()).isEmpty();
    }

    private boolean allTold() {
        for (int i = 0; i < plans.length; i++) {
            if (told.get(i) != (futures[i] == null ? 0 : 1)) {
                return false;
            }
        }
        return true;
    }

    /// Each of those that were given back is a task that no worker had begun.
    private void checkNeverBegun(List<Runnable> neverBegun) {
        int before = ledger.begunInAll();
        for (Runnable task : neverBegun) {
            Actor<Integer> elsewhere =
                    Actor.start(() -> {
                        Thread.currentThread().interrupt();
                        task.run();
                        return 0;
                    });
            elsewhere.awaitEnd();
        }
        assertThat(ledger.begunInAll()).isEqualTo(before + neverBegun.size());
        for (int i = 0; i < plans.length; i++) {
            TaskFuture<?> future = futures[i];
            if (future != null && ledger.begun(i) != future.attempts()) {
                assertThat(future.attempts()).as("attempts of task %d", i).isZero();
                assertThat(ledger.begun(i)).as("begun of task %d", i).isEqualTo(1);
            }
        }
    }
}
