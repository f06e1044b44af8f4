package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Outcome;
import io.manyhands.Schedule;
import io.manyhands.Select;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedPipe;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Waiting for the first of several things: what is taken, and by whom (S1, S7).
public abstract class SelectContract extends Contract {
    private static final int ITEMS = 500;
    private static final Duration SHORT = Duration.ofMillis(5);

    /// For the kinds.
    protected SelectContract() {}

    @Test
    @Tag("S1")
    void whatIsThereIsTaken() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> empty = workers.queue(1);
        SharedQueue<Integer> full = workers.queue(1);
        SharedTopic<String> topic = workers.topic("news", 3);
        SharedPipe<String> pipe = workers.pipe(1);
        full.put(1);
        try (Subscription<String> news = topic.subscribe()) {
            Select<String> select =
                    new Select<String>()
                            .take(empty, item -> "empty " + item)
                            .take(full, item -> "full " + item)
                            .receive(news, message -> "news " + message)
                            .receive(pipe.left(), sent -> "pipe " + sent);
            assertThat(select.await()).isEqualTo("full 1");
            topic.publish("a");
            assertThat(select.await()).isEqualTo("news a");
            pipe.right().send("b");
            assertThat(select.await()).isEqualTo("pipe b");
            assertThat(select.after(Duration.ZERO, () -> "none").await()).isEqualTo("none");
        }
    }

    @Test
    @Tag("S1")
    void whatATaskGivesEndsTheWait() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        SharedTopic<String> topic = workers.topic("news", 3);
        SharedPipe<String> pipe = workers.pipe(1);
        PipeEnd<String> end = pipe.right();
        try (Subscription<String> news = topic.subscribe()) {
            Select<String> select =
                    new Select<String>()
                            .take(queue, item -> "item " + item)
                            .receive(news, message -> "news " + message)
                            .receive(pipe.left(), sent -> "pipe " + sent);
            Actor<String> waiting = Actor.start(select::await).awaitWaiting();
            workers.submit(() -> queue.put(1)).get();
            assertThat(waiting.result()).isEqualTo("item 1");
            waiting = Actor.start(select::await).awaitWaiting();
            workers.submit(() -> topic.publish("a")).get();
            assertThat(waiting.result()).isEqualTo("news a");
            waiting = Actor.start(select::await).awaitWaiting();
            workers.submit(() -> end.send("b")).get();
            assertThat(waiting.result()).isEqualTo("pipe b");
        }
    }

    @Test
    @Tag("S1")
    void taskSelectsFromWhatItHasCaptured() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> low = workers.queue(ITEMS);
        SharedQueue<Integer> high = workers.queue(ITEMS);
        TaskFuture<Integer> sum = workers.submit(() -> sumOfBoth(low, high));
        int expected = 0;
        for (int i = 0; i < ITEMS; i++) {
            low.put(i);
            high.put(-2 * i);
            expected -= i;
        }
        low.close();
        high.close();
        assertThat(sum.get()).isEqualTo(expected);
    }

    private static int sumOfBoth(SharedQueue<Integer> low, SharedQueue<Integer> high)
            throws InterruptedException {
        Select<Integer> either =
                new Select<Integer>().take(low, item -> item).take(high, item -> item);
        int sum = 0;
        try {
            while (true) {
                sum += either.await();
            }
        } catch (QueueClosedException end) {
            return sum;
        }
    }

    @Test
    @Tag("S7")
    void eachItemGoesToOneOfThoseWhoSelectOrTake() throws Exception {
        Workers workers = open(4);
        SharedQueue<Integer> first = workers.queue(2);
        SharedQueue<Integer> second = workers.queue(2);
        SharedCounter sum = workers.counter("sum");
        SharedCounter count = workers.counter("count");
        List<TaskFuture<?>> consumers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            consumers.add(workers.submit(() -> countBoth(first, second, sum, count)));
        }
        consumers.add(workers.submit(() -> countAll(first, sum, count)));
        TaskFuture<?> producer = workers.submit(() -> produce(second, 0));
        produce(first, ITEMS);
        producer.get();
        first.close();
        second.close();
        for (TaskFuture<?> consumer : consumers) {
            consumer.get();
        }
        long all = 2L * ITEMS;
        assertThat(count.get()).isEqualTo(all);
        assertThat(sum.get()).isEqualTo(all * (all - 1) / 2);
    }

    private static void produce(SharedQueue<Integer> queue, int from) throws InterruptedException {
        for (int i = from; i < from + ITEMS; i++) {
            queue.put(i);
        }
    }

    private static void countAll(
            SharedQueue<Integer> queue, SharedCounter sum, SharedCounter count) {
        for (int item : queue.untilClosed()) {
            sum.addAndGet(item);
            count.addAndGet(1);
        }
    }

    private static void countBoth(
            SharedQueue<Integer> first,
            SharedQueue<Integer> second,
            SharedCounter sum,
            SharedCounter count)
            throws InterruptedException {
        Select<Integer> either =
                new Select<Integer>().take(first, item -> item).take(second, item -> item);
        try {
            while (true) {
                sum.addAndGet(either.await());
                count.addAndGet(1);
            }
        } catch (QueueClosedException end) {
            // All is taken.
        }
    }

    @Test
    @Tag("S1")
    void waitEndsWhenItsTimeIsOver() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        long before = System.nanoTime();
        String what =
                new Select<String>()
                        .take(queue, item -> "item")
                        .after(Duration.ofHours(1), () -> "late")
                        .after(SHORT, () -> "soon")
                        .after(Duration.ofHours(2), () -> "latest")
                        .await();
        assertThat(what).isEqualTo("soon");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(new Select<String>().after(SHORT, () -> "pause").await()).isEqualTo("pause");
    }

    @Test
    @Tag("S1")
    void endOfATaskIsChosen() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> queue = workers.queue(1);
        Signal release = signal();
        TaskFuture<Integer> task =
                workers.submit(() -> {
                    release.await();
                    return 7;
                });
        Select<Object> select =
                new Select<>().take(queue, item -> item).done(task, outcome -> outcome);
        Actor<Object> waiting = Actor.start(select::await).awaitWaiting();
        release.give();
        assertThat(waiting.result()).isEqualTo(new Outcome.Success<>(7));
        TaskFuture<Integer> failing =
                workers.submit(() -> {
                    throw new IllegalArgumentException("bad");
                });
        Object failed = new Select<>().done(failing, outcome -> outcome).await();
        assertThat(failed).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    @Tag("S1")
    void taskThatSelectsTasksOfItsOwnWorkersStarvesNobody() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        TaskFuture<Integer> outer =
                workers.submit(() -> {
                    TaskFuture<Integer> inner = workers.submit(() -> 5);
                    return new Select<Integer>()
                            .take(queue, item -> item)
                            .done(inner, Outcome::orElseThrow)
                            .await();
                });
        assertThat(outer.get()).isEqualTo(5);
    }

    @Test
    @Tag("S1")
    void eachRunOfAScheduleIsChosenOnce() throws Exception {
        Workers workers = openOnClock(1);
        SharedQueue<Integer> queue = workers.queue(1);
        SharedCounter runs = workers.counter("runs");
        Schedule schedule = workers.every(SHORT, () -> runs.addAndGet(1));
        Select<Long> select =
                new Select<Long>().take(queue, item -> -1L).ran(schedule, _ -> runs.get());
        for (long run = 1; run <= 3; run++) {
            Actor<Long> waiting = Actor.start(select::await).awaitWaiting();
            clock.awaitParkedFor(SHORT);
            clock.advance(SHORT);
            assertThat(waiting.result()).isEqualTo(run);
        }
        Actor<Long> waiting = Actor.start(select::await).awaitWaiting();
        schedule.cancel();
        queue.close();
        assertThat(waiting.failure()).isInstanceOf(QueueClosedException.class);
    }

    @Test
    @Tag("S1")
    void theOnlyRunOfAScheduleIsChosenToo() throws Exception {
        Workers workers = openOnClock(1);
        Schedule schedule = workers.after(SHORT, () -> {});
        Select<Schedule> select = new Select<Schedule>().ran(schedule, it -> it);
        Actor<Schedule> waiting = Actor.start(select::await).awaitWaiting();
        clock.awaitParkedFor(SHORT);
        clock.advance(SHORT);
        assertThat(waiting.result()).isSameAs(schedule);
        assertThatThrownBy(select::await).isInstanceOf(QueueClosedException.class);
    }

    @Test
    @Tag("S1")
    void noneIsKeptWaitingByOthersThatAreAlwaysThere() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> ended = workers.submit(() -> 0);
        ended.get();
        SharedQueue<Integer> queue = workers.queue(1);
        Select<Integer> select =
                new Select<Integer>().done(ended, Outcome::orElseThrow).take(queue, item -> item);
        Set<Integer> chosen = new HashSet<>();
        queue.put(1);
        while (chosen.size() < 2) {
            chosen.add(select.await());
        }
        assertThat(chosen).containsExactlyInAnyOrder(0, 1);
    }
}
