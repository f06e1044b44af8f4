package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How tasks end that a task in another process has submitted by a handle: cancelled, with their
/// runner or their submitter, or with the workers.
public abstract class HandlesEndContract extends Contract {

    /// For the kinds.
    protected HandlesEndContract() {}

    @Test
    @Tag("T7")
    void cancelStopsTheWork() throws Exception {
        Workers workers = open(2);
        Signal begun = signal();
        Tally stopped = new Tally();
        TaskFuture<String> outer =
                workers.submit(() -> {
                    TaskFuture<?> inner = workers.submit(() -> waitInterrupted(begun, stopped));
                    begun.await();
                    TaskStatus before = inner.status();
                    boolean isCancelled = inner.cancel(true);
                    stopped.await(1);
                    return before + " " + isCancelled + " " + inner.status();
                });
        assertThat(outer.get()).isEqualTo("RUNNING true CANCELLED");
        // The program counts it once its work has stopped.
        Await.until("the cancel is counted", () -> workers.statistics().cancelled() == 1);
    }

    @Test
    @Tag("T8")
    void queuedTaskThatIsCancelledNeverBegins() throws Exception {
        Workers workers = open(1);
        Notes begun = new Notes();
        TaskFuture<String> outer =
                workers.submit(() -> {
                    TaskFuture<?> inner = workers.submit(() -> begun.add("inner"));
                    TaskStatus before = inner.status();
                    boolean isCancelled = inner.cancel(false);
                    return before + " " + isCancelled + " " + inner.attempts();
                });
        assertThat(outer.get()).isEqualTo("QUEUED true 0");
        workers.close();
        assertThat(begun.lines()).isEmpty();
    }

    @Test
    @Tag("T3")
    void deathOfTheRunnerIsTold() throws Exception {
        Workers workers = open(1);
        TaskFuture<String> told =
                workers.submit(() -> {
                    TaskFuture<?> inner = workers.submit(() -> Death.HALT.die());
                    try {
                        return "" + inner.get();
                    } catch (ExecutionException failure) {
                        WorkerLostException lost = Losses.of(failure.getCause());
                        return inner.status() + " " + lost.exit().getAsInt();
                    }
                });
        assertThat(told.get()).isEqualTo("WORKER_LOST 3");
        assertThat(workers.submit(() -> workers.submit(() -> 1).get()).get()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void whatDeadTaskHasSubmittedIsStopped() throws Exception {
        Workers workers = open(2);
        Signal begun = signal();
        Tally stopped = new Tally();
        Notes queued = new Notes();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    TaskFuture<?> _ = workers.submit(() -> waitInterrupted(begun, stopped));
                    begun.await();
                    TaskFuture<?> _ = workers.submit(() -> queued.add("queued"));
                    Death.HALT.die();
                });
        assertThat(Losses.of(dying)).isNotNull();
        stopped.await(1);
        Await.until("both are cancelled", () -> workers.statistics().cancelled() == 2);
        assertThat(queued.lines()).isEmpty();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void executedActionOutlivesItsSubmitter() throws Exception {
        Workers workers = open(1);
        Signal done = signal();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    workers.execute(() -> done.give());
                    Death.HALT.die();
                });
        assertThat(Losses.of(dying)).isNotNull();
        done.await();
    }

    @Test
    @Tag("T10")
    void deathWhileWaitingGivesTheSpareBack() throws Exception {
        Workers workers = open(1);
        Notes pids = new Notes();
        Signal begun = signal();
        Signal never = signal();
        TaskFuture<?> waiting =
                workers.submit(() -> {
                    pids.add("" + Losses.ownPid());
                    Object _ =
                            workers.submit(
                                            () -> {
                                                begun.give();
                                                never.await();
                                            })
                                    .get();
                });
        begun.await();
        assertThat(workers.statistics().spares()).isEqualTo(1);
        long pid = Long.parseLong(pids.lines().getFirst());
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        assertThat(Losses.of(waiting)).hasMessageContaining("SIGKILL");
        Await.until("the spare goes", () -> workers.statistics().spares() == 0);
        Await.until("the inner task goes", () -> workers.statistics().cancelled() == 1);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T10")
    void deathAtTheEndOfWaitLeavesEnoughWorkers() throws Exception {
        Workers workers = open(1);
        for (int i = 0; i < 5; i++) {
            TaskFuture<?> dying =
                    workers.submit(() -> {
                        Object _ = workers.submit(() -> 1).get();
                        Death.HALT.die();
                    });
            assertThat(Losses.of(dying)).isNotNull();
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        }
    }

    @Test
    @Tag("T11")
    void whatTaskGaveIsThereWhenTheTaskHasEnded() throws Exception {
        Workers workers = open(1);
        Workers others = open(1);
        for (int i = 1; i <= 100; i++) {
            TaskFuture<?> outer =
                    workers.submit(() -> {
                        others.execute(() -> {});
                        TaskFuture<?> _ = others.submit(() -> 1);
                    });
            assertThat(outer.get()).isNull();
            assertThat(others.statistics().submitted()).isEqualTo(2L * i);
        }
    }

    @Test
    @Tag("T1")
    void orderlyEndOfTheSubmitterLeavesItsTasksAlone() throws Exception {
        Workers workers = open(1);
        Workers others = open(1);
        Signal begun = signal();
        Signal release = signal();
        Signal done = signal();
        TaskFuture<?> outer =
                workers.submit(() -> {
                    TaskFuture<?> _ =
                            others.submit(() -> {
                                begun.give();
                                release.await();
                                done.give();
                            });
                    begun.await();
                });
        assertThat(outer.get()).isNull();
        workers.close();
        release.give();
        done.await();
        Await.until("it ends", () -> others.statistics().succeeded() == 1);
    }

    @Test
    @Tag("W1")
    void shutdownRefusesWhatIsSubmittedThen() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal isShutDown = signal();
        TaskFuture<String> late =
                workers.submit(() -> {
                    begun.give();
                    isShutDown.await();
                    TaskFuture<Integer> inner = workers.submit(() -> 1);
                    try {
                        return "" + inner.get();
                    } catch (ExecutionException refused) {
                        boolean isRefused =
                                refused.getCause() instanceof RejectedExecutionException;
                        return List.of(workers.isShutdown(), workers.isTerminated(), isRefused)
                                .toString();
                    }
                });
        begun.await();
        workers.shutdown();
        isShutDown.give();
        assertThat(late.get()).isEqualTo("[true, false, true]");
        workers.close();
    }

    @Test
    @Tag("W1")
    void stoppingEndsNestedTasksToo() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal never = signal();
        TaskFuture<?> outer =
                workers.submit(() -> {
                    TaskFuture<?> inner =
                            workers.submit(() -> {
                                begun.give();
                                never.await();
                            });
                    TaskFuture<?> _ = workers.submit(() -> never.await());
                    Object _ = inner.get();
                });
        begun.await();
        assertThat(workers.shutdownNow()).isEmpty();
        assertThat(workers.awaitTermination(1, TimeUnit.HOURS)).isTrue();
        assertThat(failureOf(outer)).isNotNull();
        assertThat(workers.statistics().spares()).isZero();
    }

    @Test
    @Tag("T1")
    void cancelOfTheOuterTaskLeavesTheInnerOneAlone() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal release = signal();
        Signal done = signal();
        TaskFuture<?> outer =
                workers.submit(() -> {
                    TaskFuture<?> inner =
                            workers.submit(() -> {
                                begun.give();
                                release.await();
                                done.give();
                            });
                    Object _ = inner.get();
                });
        begun.await();
        assertThat(outer.cancel(true)).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(outer::get);
        release.give();
        done.await();
    }
}
