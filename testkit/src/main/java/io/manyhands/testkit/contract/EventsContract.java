package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.RetryPolicy;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersEvent.EventsDropped;
import io.manyhands.WorkersEvent.TaskEnded;
import io.manyhands.WorkersEvent.TaskQueued;
import io.manyhands.WorkersEvent.TaskRetried;
import io.manyhands.WorkersEvent.TaskStarted;
import io.manyhands.WorkersEvent.WorkerEnded;
import io.manyhands.WorkersEvent.WorkerFreed;
import io.manyhands.WorkersEvent.WorkerStarted;
import io.manyhands.WorkersEvent.WorkerStuck;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the listener is told (T6).
public abstract class EventsContract extends Contract {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final List<WorkersEvent> events = new CopyOnWriteArrayList<>();

    /// For the kinds.
    protected EventsContract() {}

    @Test
    void lifeOfTaskIsToldInOrder() throws Exception {
        Workers workers = openListening(1);
        TaskFuture<Integer> task = workers.named("one").submit(() -> 1);
        assertThat(task.get()).isEqualTo(1);
        workers.close();
        String worker = task.worker().orElseThrow();
        long now = clock.nanos();
        assertThat(ofTasks())
                .containsExactly(
                        new TaskQueued(now, 1, "one"),
                        new TaskStarted(now, 1, "one", worker, 1),
                        new TaskEnded(now, 1, "one", TaskStatus.SUCCEEDED, null));
        assertThat(events)
                .containsSubsequence(
                        new WorkerStarted(now, worker),
                        new TaskStarted(now, 1, "one", worker, 1),
                        new WorkerEnded(now, worker));
    }

    @Test
    void everyEndIsTold() throws Exception {
        Workers workers = openListening(1);
        Signal begun = signal();
        TaskFuture<?> failed = workers.submit(() -> fail());
        assertThat(failureOf(failed)).isNotNull();
        // The order is that of each task, not of all.
        Await.until("it is told", () -> ends().size() == 1);
        TaskFuture<?> cancelled =
                workers.submit(() -> {
                    begun.give();
                    new Signal().await();
                });
        begun.await();
        assertThat(cancelled.cancel(true)).isTrue();
        Await.until("it is told", () -> ends().size() == 2);
        TaskFuture<?> timedOut = workers.withDeadline(Duration.ZERO).submit(() -> 1);
        assertThat(failureOf(timedOut)).isNotNull();
        workers.close();
        assertThat(ends())
                .containsExactly(TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.TIMED_OUT);
    }

    @Test
    void retriesAreTold() throws Exception {
        Workers workers = openListening(1);
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(GRACE).withJitter(0);
        TaskFuture<?> failing = workers.withRetries(policy).submit(() -> fail());
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(failureOf(failing)).isNotNull();
        workers.close();
        List<TaskRetried> retried =
                events.stream()
                        .filter(TaskRetried.class::isInstance)
                        .map(TaskRetried.class::cast)
                        .toList();
        assertThat(retried).hasSize(1);
        assertThat(retried.getFirst().backoff()).isEqualTo(GRACE);
        assertThat(retried.getFirst().failure()).hasMessage("failed");
        assertThat(
                        events.stream()
                                .filter(TaskStarted.class::isInstance)
                                .map(event -> ((TaskStarted) event).attempt()))
                .containsExactly(1, 2);
    }

    @Test
    @Tag("T7")
    void stuckAndFreedWorkersAreTold() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a task that ignores its interrupt is killed, not stuck");
        Workers workers = openListening(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> deaf =
                workers.submit(() -> {
                    begun.give();
                    release.awaitDeafly();
                });
        begun.await();
        assertThat(deaf.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        long now = clock.nanos();
        String worker = deaf.worker().orElseThrow();
        WorkersEvent stuck = new WorkerStuck(now, worker, 1, "task");
        WorkersEvent freed = new WorkerFreed(now, worker);
        Await.until("it is told", () -> events.contains(stuck));
        release.give();
        Await.until("it is told", () -> events.contains(freed));
        assertThat(List.copyOf(events)).containsSubsequence(stuck, freed);
    }

    @Test
    void itemsAreToldAsTasks() {
        Workers workers = openListening(2);
        assertThat(workers.map(List.of(1, 2, 3), number -> number).toList()).hasSize(3);
        workers.close();
        assertThat(events).filteredOn(TaskQueued.class::isInstance).hasSize(3);
        assertThat(events).filteredOn(TaskStarted.class::isInstance).hasSize(3);
        assertThat(ends()).containsOnly(TaskStatus.SUCCEEDED).hasSize(3);
    }

    @Test
    void manyEventsKeepTheirOrder() {
        Workers workers = openListening(4);
        List<TaskFuture<Integer>> futures = workers.submitAll(Collections.nCopies(2_000, () -> 1));
        workers.close();
        assertThat(futures).hasSize(2_000).allMatch(TaskFuture::isDone);
        int[] stages = new int[2_001];
        for (WorkersEvent event : ofTasks()) {
            switch (event) {
                case TaskQueued queued -> assertThat(stages[(int) queued.id()]++).isEqualTo(0);
                case TaskStarted started -> assertThat(stages[(int) started.id()]++).isEqualTo(1);
                case TaskEnded ended -> assertThat(stages[(int) ended.id()]++).isEqualTo(2);
                default -> throw new AssertionError(event);
            }
        }
        assertThat(stages).endsWith(3, 3).startsWith(0, 3).containsOnly(0, 3);
    }

    @Test
    @Tag("T6")
    void listenerThatThrowsIsToldTheRest() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger told = new AtomicInteger();
        Workers workers =
                open(
                        2,
                        options ->
                                options.withListener(_ -> {
                                    told.incrementAndGet();
                                    threads.add(Thread.currentThread());
                                    throw new IllegalStateException("listener");
                                }));
        List<TaskFuture<Integer>> futures = workers.submitAll(Collections.nCopies(50, () -> 1));
        workers.close();
        assertThat(futures).allMatch(future -> future.status() == TaskStatus.SUCCEEDED);
        assertThat(told.get()).isGreaterThanOrEqualTo(150);
        assertThat(threads).hasSize(1).allMatch(Thread::isVirtual);
    }

    @Test
    @Tag("T6")
    void slowListenerDelaysNoTaskAndIsToldWhatItMissed() throws Exception {
        Signal release = signal();
        Workers workers =
                open(
                        2,
                        options ->
                                options.withGrace(Duration.ofMinutes(1))
                                        .withListener(event -> {
                                            release.awaitDeafly();
                                            events.add(event);
                                        }));
        int count = 24_000;
        List<TaskFuture<Integer>> futures = workers.submitAll(Collections.nCopies(count, () -> 1));
        for (TaskFuture<Integer> future : futures) {
            assertThat(future.get()).isEqualTo(1);
        }
        release.give();
        workers.close();
        long dropped =
                events.stream()
                        .filter(EventsDropped.class::isInstance)
                        .mapToLong(event -> ((EventsDropped) event).count())
                        .sum();
        long ofWorkers =
                events.stream()
                        .filter(e -> e instanceof WorkerStarted || e instanceof WorkerEnded)
                        .count();
        long ofTasks = ofTasks().size();
        assertThat(dropped).isPositive();
        assertThat(ofTasks).isLessThanOrEqualTo(65_536 + 1_000);
        assertThat(ofTasks + ofWorkers + dropped).isGreaterThanOrEqualTo(3L * count);
    }

    @Test
    @Tag("T6")
    void listenerIsNeverInterrupted() throws Exception {
        AtomicInteger interrupts = new AtomicInteger();
        Signal release = signal();
        Signal begun = signal();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withGrace(Duration.ofMinutes(1))
                                        .withListener(_ -> {
                                            begun.give();
                                            while (!release.isGiven()) {
                                                Thread.onSpinWait();
                                            }
                                            if (Thread.interrupted()) {
                                                interrupts.incrementAndGet();
                                            }
                                        }));
        TaskFuture<Integer> task = workers.submit(() -> 1);
        assertThat(task.get()).isEqualTo(1);
        begun.await();
        Actor<Boolean> closing =
                Actor.start(() -> {
                    workers.close();
                    return true;
                });
        Await.until("all is over", workers::isTerminated);
        closing.awaitWaiting();
        release.give();
        assertThat(closing.result()).isTrue();
        assertThat(interrupts).hasValue(0);
    }

    private Workers openListening(int count) {
        return open(count, options -> options.withTimeSource(clock).withListener(events::add));
    }

    private List<WorkersEvent> ofTasks() {
        return events.stream()
                .filter(event ->
                        event instanceof TaskQueued
                                || event instanceof TaskStarted
                                || event instanceof TaskEnded)
                .toList();
    }

    private List<TaskStatus> ends() {
        return events.stream()
                .filter(TaskEnded.class::isInstance)
                .map(event -> ((TaskEnded) event).status())
                .toList();
    }

    private static void fail() throws IOException {
        throw new IOException("failed");
    }
}
