package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Events, barriers, latches and counters that tasks share (S1).
public abstract class SharedMeetingsContract extends Contract {
    private static final int TASKS = 3;
    private static final int ROUNDS = 100;

    /// For the kinds.
    protected SharedMeetingsContract() {}

    // Events.

    @Test
    @Tag("S1")
    void eventLetsAllGoWhoWait() throws Exception {
        Workers workers = open(2);
        SharedEvent ready = workers.event("ready");
        assertThat(ready.isSet()).isFalse();
        Cell cell = new Cell();
        TaskFuture<Integer> waiting = workers.submit(() -> afterEvent(ready, cell));
        TaskFuture<Integer> another = workers.submit(() -> afterEvent(ready, cell));
        cell.set(5);
        ready.set();
        assertThat(waiting.get()).isEqualTo(5);
        assertThat(another.get()).isEqualTo(5);
        ready.set();
        assertThat(ready.isSet()).isTrue();
        ready.await();
        cell.end();
    }

    private static int afterEvent(SharedEvent event, Cell cell) throws InterruptedException {
        event.await();
        return cell.value();
    }

    @Test
    @Tag("S1")
    void eventThatIsClearedAtOnceStillLetsThemGo() throws Exception {
        Workers workers = open(1);
        SharedEvent ready = workers.event();
        List<Actor<Boolean>> actors = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            actors.add(Actor.start(() -> ready.await(Duration.ofHours(1))).awaitWaiting());
        }
        ready.set();
        ready.clear();
        for (Actor<Boolean> actor : actors) {
            assertThat(actor.result()).isTrue();
        }
        assertThat(ready.isSet()).isFalse();
        assertThat(ready.await(Duration.ofMillis(5))).isFalse();
        assertThat(ready.await(Duration.ZERO)).isFalse();
    }

    @Test
    @Tag("S1")
    void interruptEndsTheWaitForAnEventAndForALatch() throws Exception {
        Workers workers = open(1);
        SharedEvent never = workers.event();
        SharedLatch high = workers.latch(1);
        Actor<Boolean> atEvent =
                Actor.start(() -> {
                    never.await();
                    return true;
                });
        Actor<Boolean> atLatch = Actor.start(() -> high.await(Duration.ofHours(1)));
        assertThat(atEvent.awaitWaiting().interrupt().failure())
                .isInstanceOf(InterruptedException.class);
        assertThat(atLatch.awaitWaiting().interrupt().failure())
                .isInstanceOf(InterruptedException.class);
    }

    // Latches and counters.

    @Test
    @Tag("S1")
    void latchOpensWhenAllIsCounted() throws Exception {
        Workers workers = open(1);
        SharedLatch done = workers.latch("done", 2);
        assertThat(done.await(Duration.ofMillis(1))).isFalse();
        workers.submit(done::countDown).get();
        assertThat(done.count()).isEqualTo(1);
        Actor<Boolean> waiting =
                Actor.start(
                                () -> {
                                    done.await();
                                    return true;
                                })
                        .awaitWaiting();
        done.countDown();
        assertThat(waiting.result()).isTrue();
        done.countDown();
        assertThat(done.count()).isZero();
        assertThat(workers.submit(() -> done.await(Duration.ZERO)).get()).isTrue();
        assertThat(workers.latch(0).await(Duration.ZERO)).isTrue();
    }

    @Test
    @Tag("S1")
    void counterCountsWhatAllAdd() throws Exception {
        Workers workers = open(2);
        SharedCounter hits = workers.counter("hits");
        List<TaskFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(
                    workers.submit(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            long _ = hits.incrementAndGet();
                        }
                    }));
        }
        for (TaskFuture<?> task : tasks) {
            task.get();
        }
        assertThat(hits.get()).isEqualTo(TASKS * ROUNDS);
        assertThat(hits.getAndAdd(5)).isEqualTo(TASKS * ROUNDS);
        hits.set(Long.MAX_VALUE);
        assertThat(hits.addAndGet(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(hits.decrementAndGet()).isEqualTo(Long.MAX_VALUE);
        assertThat(hits.compareAndSet(1, 2)).isFalse();
        assertThat(hits.compareAndSet(Long.MAX_VALUE, 2)).isTrue();
        assertThat(hits.get()).isEqualTo(2);
    }

    // Barriers.

    @Test
    @Tag("S1")
    void partiesGoInStepAndSeeWhatTheOthersDid() throws Exception {
        Workers workers = open(2);
        SharedBarrier step = workers.barrier("step", 2);
        Cell left = new Cell();
        Cell right = new Cell();
        TaskFuture<Integer> one = workers.submit(() -> walk(step, left, right));
        TaskFuture<Integer> other = workers.submit(() -> walk(step, right, left));
        // The last to come each time is one of the two.
        assertThat(one.get() + other.get()).isEqualTo(2 * ROUNDS);
        left.end();
        right.end();
    }

    /// Each round writes its own and then reads the other's.
    private static int walk(SharedBarrier step, Cell own, Cell others) throws Exception {
        int last = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            own.set(round);
            last += step.await() == 0 ? 1 : 0;
            if (others.value() != round) {
                throw new AssertionError("others=" + others.value() + ", round=" + round);
            }
            last += step.await() == 0 ? 1 : 0;
        }
        return last;
    }

    @Test
    @Tag("S1")
    void lastToComeActsBeforeAnyoneGoesOn() throws Exception {
        Workers workers = open(1);
        SharedBarrier step = workers.barrier(2);
        assertThat(step.parties()).isEqualTo(2);
        Actor<Integer> first = Actor.start(() -> step.await()).awaitWaiting();
        assertThat(step.waiting()).isEqualTo(1);
        List<String> acts = new ArrayList<>();
        assertThat(step.await(() -> acts.add("acted"))).isZero();
        assertThat(first.result()).isEqualTo(1);
        assertThat(acts).containsExactly("acted");
        assertThat(step.waiting()).isZero();
        Actor<Integer> failing = Actor.start(() -> step.await(Duration.ofHours(1))).awaitWaiting();
        assertThatThrownBy(() ->
                        step.await(() -> {
                            throw new IllegalArgumentException("act");
                        }))
                .hasMessage("act");
        assertThat(failing.failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(step.isBroken()).isTrue();
    }

    @Test
    @Tag("S1")
    void barrierBreaksForAllWhenOneIsInterruptedOrLate() throws Exception {
        Workers workers = open(1);
        SharedBarrier step = workers.barrier("all", 3);
        Actor<Integer> one = Actor.start(() -> step.await()).awaitWaiting();
        Actor<Integer> other = Actor.start(() -> step.await()).awaitWaiting();
        one.interrupt();
        assertThat(one.failure()).isInstanceOf(InterruptedException.class);
        assertThat(other.failure()).isInstanceOf(BrokenBarrierException.class);
        assertThatThrownBy(step::await).isInstanceOf(BrokenBarrierException.class);
        step.reset();
        assertThat(step.isBroken()).isFalse();
        Actor<Integer> late = Actor.start(() -> step.await(Duration.ofMillis(1)));
        assertThat(late.failure()).isInstanceOf(TimeoutException.class);
        assertThat(step.isBroken()).isTrue();
        step.reset();
        Actor<Integer> waiting = Actor.start(() -> step.await()).awaitWaiting();
        step.reset();
        assertThat(waiting.failure()).isInstanceOf(BrokenBarrierException.class);
        assertThat(step.isBroken()).isFalse();
    }

    @Test
    @Tag("S1")
    void registeredPartyThatGoesInOrderBreaksNothing() throws Exception {
        Workers workers = open(1);
        SharedBarrier step = workers.barrier(2);
        TaskFuture<Integer> party =
                workers.submit(() -> {
                    try (var _ = step.register()) {
                        return step.await();
                    }
                });
        int own = step.await();
        assertThat(party.get() + own).isEqualTo(1);
        Await.until("nobody waits", () -> step.waiting() == 0);
        assertThat(step.isBroken()).isFalse();
    }
}
