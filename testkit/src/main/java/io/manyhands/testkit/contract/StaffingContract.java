package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.WorkerStartException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// As many workers are there as are needed, and warm ones take the places of those that are lost
/// (W4).
public abstract class StaffingContract extends Contract {
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// For the kinds.
    protected StaffingContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    // Growing and shrinking.

    @Test
    @Tag("W4")
    @Tag("T13")
    void workersComeAsTheyAreNeededAndLeaveWhenTheyAreNot() throws Exception {
        Notes ended = new Notes();
        Workers workers =
                open(
                        options(3)
                                .withMinCount(1)
                                .withIdleTimeout(IDLE)
                                .withTimeSource(clock)
                                .withWorkerEnd(() -> ended.add("end")));
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(workers.statistics().workers()).isEqualTo(1);
        Signal release = block(workers, 2);
        assertThat(workers.statistics().workers()).isEqualTo(2);
        Signal releaseThird = block(workers, 1);
        TaskFuture<Integer> fourth = workers.submit(() -> 4);
        assertThat(workers.statistics().workers()).isEqualTo(3);
        release.give();
        assertThat(fourth.get()).isEqualTo(4);
        clock.awaitParkedFor(IDLE);
        // The one that works stays; of those that do not, none has to.
        Await.until(
                "two leave",
                () -> {
                    clock.advance(IDLE);
                    return workers.statistics().workers() == 1;
                });
        ended.await(2);
        releaseThird.give();
        Await.until("the third ends", () -> workers.statistics().ended() == 6);
        assertThat(workers.submit(() -> 5).get()).isEqualTo(5);
        clock.advance(IDLE.multipliedBy(2));
        assertThat(workers.submit(() -> 6).get()).isEqualTo(6);
        assertThat(ended.lines()).hasSize(2);
    }

    @Test
    @Tag("W4")
    void everyTaskHasAWorkerOnceThereAreEnough() throws Exception {
        Workers workers = open(options(3).withMinCount(1));
        Tally begun = new Tally();
        Signal release = signal();
        List<TaskFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            futures.add(
                    workers.submit(() -> {
                        int _ = begun.increment();
                        release.await();
                    }));
        }
        begun.await(3);
        release.give();
        for (TaskFuture<?> future : futures) {
            assertThat(future.get()).isNull();
        }
    }

    @Test
    @Tag("W4")
    @Tag("T10")
    void sparesAtRestLeave() throws Exception {
        Workers workers = open(options(1).withIdleTimeout(IDLE).withTimeSource(clock));
        Notes pids = new Notes();
        TaskFuture<?> waiting =
                workers.submit(() -> {
                    pids.add("" + Losses.ownPid());
                    Object _ = workers.submit(() -> pids.add("" + Losses.ownPid())).get();
                });
        assertThat(waiting.get()).isNull();
        clock.awaitParkedFor(IDLE);
        assertThat(alive(pids)).hasSize(2);
        clock.advance(IDLE);
        Await.until("one of two leaves", () -> alive(pids).size() == 1);
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isIn(alive(pids));
    }

    private static List<Long> alive(Notes pids) {
        return pids.lines().stream().map(Long::valueOf).filter(Losses::isAlive).toList();
    }

    @Test
    void leastNumberMustNotBeAboveTheNumber() {
        ProcessOptions options = ProcessOptions.defaults().withCount(2).withMinCount(3);
        assertThatThrownBy(() -> closing(Workers.processes(options)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The least number of workers must not be above their number: count=2:"
                                + " minCount=3");
    }

    // Warm spares.

    @Test
    @Tag("W4")
    void warmSpareTakesThePlaceOfOneThatIsKilled() throws Exception {
        Notes started = new Notes();
        Workers workers =
                open(
                        options(1)
                                .withWarmSpares(1)
                                .withWorkerStart(() -> started.add("" + Losses.ownPid())));
        started.await(2);
        String first = started.lines().get(0);
        String warm = started.lines().get(1);
        for (int i = 0; i < 20; i++) {
            assertThat(workers.submit(() -> Losses.ownPid()).get()).asString().isEqualTo(first);
        }
        assertThat(workers.statistics().workers()).isEqualTo(1);
        Signal begun = signal();
        TaskFuture<?> lost =
                workers.submit(() -> {
                    begun.give();
                    new Signal().awaitDeafly();
                });
        begun.await();
        TaskFuture<Long> next = workers.submit(() -> Losses.ownPid());
        kill(first);
        assertThat(next.get()).asString().isEqualTo(warm);
        assertThat(Losses.of(lost)).hasMessageContaining("SIGKILL");
        started.await(3);
        kill(warm);
        assertThat(workers.submit(() -> Losses.ownPid()).get())
                .asString()
                .isIn(started.lines())
                .isNotEqualTo(warm);
    }

    @Test
    @Tag("W4")
    void warmSpareThatDiesIsReplacedAndNoTaskIsLost() throws Exception {
        Notes started = new Notes();
        Workers workers =
                open(
                        options(1)
                                .withWarmSpares(1)
                                .withWorkerStart(() -> started.add("" + Losses.ownPid())));
        for (int i = 1; i <= 3; i++) {
            started.await(1 + i);
            kill(started.lines().get(i));
            assertThat(workers.submit(() -> Losses.ownPid()).get())
                    .asString()
                    .isEqualTo(started.lines().get(0));
        }
        started.await(5);
        assertThat(workers.statistics().lost()).isZero();
    }

    @Test
    @Tag("W4")
    @Tag("T9")
    void workerThatIsKilledInItsStartActionIsReplaced() throws Exception {
        Notes started = new Notes();
        Signal release = signal();
        Workers workers =
                open(
                        options(1)
                                .withWorkerStart(() -> {
                                    started.add("" + Losses.ownPid());
                                    if (started.lines().size() == 1) {
                                        release.await();
                                    }
                                }));
        started.await(1);
        TaskFuture<Long> waiting = workers.submit(() -> Losses.ownPid());
        kill(started.lines().get(0));
        assertThat(waiting.get()).asString().isEqualTo(started.lines().get(1));
        assertThat(waiting.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T9")
    void startActionThatEndsEachWorkerFailsWhatWaits() throws Exception {
        Workers workers = open(options(1).withWorkerStart(() -> Runtime.getRuntime().halt(3)));
        assertThat(FailuresContract.failureOf(workers.submit(() -> 1)).getCause())
                .isInstanceOf(WorkerStartException.class)
                .hasMessageContaining("attempts=3")
                .hasMessageContaining("exit status 3");
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Workers open(ProcessOptions options) {
        return closing(Workers.processes(options));
    }

    private static ProcessOptions options(int count) {
        return ProcessOptions.defaults().withCount(count).withMaxHeap("64m");
    }
}
