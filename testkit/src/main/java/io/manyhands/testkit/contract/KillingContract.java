package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.CommandEnd;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ignores its interrupt is killed after the grace period, with its children, and its worker
/// replaced (T7, W1, W3).
public abstract class KillingContract extends Contract {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// For the kinds.
    protected KillingContract() {}

    @Test
    @Tag("T7")
    void cancelledTaskThatIgnoresInterruptIsKilledAndItsWorkerReplaced() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> deaf = workers.submit(() -> spin(pid));
        long lost = pidIn(pid, 0);
        assertThat(deaf.cancel(true)).isTrue();
        TaskFuture<Long> next = workers.submit(() -> Losses.ownPid());
        clock.awaitParkedFor(GRACE);
        assertThat(Losses.isAlive(lost)).isTrue();
        clock.advance(GRACE);
        assertThat(next.get()).isNotEqualTo(lost);
        Losses.awaitGone(lost);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(deaf::get);
        assertThat(deaf.status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(workers.statistics().stuck()).isEmpty();
    }

    @Test
    @Tag("T7")
    void cancelWithoutInterruptKillsNothing() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        Signal release = signal();
        TaskFuture<?> running =
                workers.submit(() -> {
                    pid.add("" + Losses.ownPid());
                    release.await();
                });
        long worker = pidIn(pid, 0);
        assertThat(running.cancel(false)).isTrue();
        clock.advance(GRACE.multipliedBy(60));
        release.give();
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(worker);
    }

    @Test
    @Tag("T7")
    void workerOfTaskThatEndsWithinGraceIsKept() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> polite =
                workers.submit(() -> {
                    pid.add("" + Losses.ownPid());
                    new Signal().await();
                });
        long worker = pidIn(pid, 0);
        assertThat(polite.cancel(true)).isTrue();
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(worker);
        clock.advance(GRACE.multipliedBy(60));
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(worker);
    }

    @Test
    @Tag("T7")
    void timedOutTaskThatIgnoresInterruptIsKilled() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> deaf = workers.withTimeout(LIMIT).submit(() -> spin(pid));
        long lost = pidIn(pid, 0);
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(failureOf(deaf).getCause())
                .isInstanceOfSatisfying(
                        TaskTimeoutException.class,
                        timeout -> assertThat(timeout.isStopped()).isTrue());
        assertThat(deaf.status()).isEqualTo(TaskStatus.TIMED_OUT);
        Losses.awaitGone(lost);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void manyDeafTasksAreAllKilled() throws Exception {
        Workers workers = openOnClock(1);
        Notes pids = new Notes();
        for (int i = 0; i < 4; i++) {
            TaskFuture<?> deaf = workers.submit(() -> spin(pids));
            long lost = pidIn(pids, i);
            assertThat(deaf.cancel(true)).isTrue();
            clock.awaitParkedFor(GRACE);
            clock.advance(GRACE);
            Losses.awaitGone(lost);
        }
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(pids.lines()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T7")
    void tasksBehindAKilledOneRunOnce() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        Tally runs = new Tally();
        TaskFuture<?> deaf = workers.submit(() -> spin(pid));
        pid.await(1);
        TaskFuture<Integer> behind = workers.submit(() -> runs.increment());
        assertThat(deaf.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(behind.get()).isEqualTo(1);
        assertThat(behind.attempts()).isEqualTo(1);
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void shutdownNowKillsAfterGrace() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> deaf = workers.submit(() -> spin(pid));
        long lost = pidIn(pid, 0);
        assertThat(workers.shutdownNow()).isEmpty();
        clock.awaitParkedFor(GRACE);
        assertThat(workers.isTerminated()).isFalse();
        clock.advance(GRACE);
        assertThat(workers.awaitTermination(1, TimeUnit.DAYS)).isTrue();
        assertThat(deaf.status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(workers.statistics().stuck()).isEmpty();
        workers.close();
        assertThat(Losses.isAlive(lost)).isFalse();
    }

    @Test
    @Tag("W3")
    void childrenOfKilledWorkerAreKilled() throws Exception {
        Workers workers = openOnClock(1);
        Notes pids = new Notes();
        TaskFuture<?> parent =
                workers.submit(() -> {
                    pids.add("" + sleeper().pid());
                    spin(pids);
                });
        long worker = pidIn(pids, 1);
        long child = pidIn(pids, 0);
        assertThat(Losses.isAlive(child)).isTrue();
        assertThat(parent.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        Losses.awaitGone(worker);
        Losses.awaitGone(child);
    }

    @Test
    @Tag("W3")
    @Tag("W10")
    void childrenOfDeadAndOfClosedWorkersAreKilled() throws Exception {
        Workers workers = open(1);
        long first = workers.submit(() -> sleeper().pid()).get();
        assertThat(Losses.of(workers.submit(() -> Death.HALT.die()))).isNotNull();
        Losses.awaitGone(first);
        long second = workers.submit(() -> sleeper().pid()).get();
        workers.close();
        Losses.awaitGone(second);
    }

    @Test
    @Tag("T7")
    void workerThatWasStoppedBySignalIsKilled() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> frozen =
                workers.submit(() -> {
                    pid.add("" + Losses.ownPid());
                    new Signal().await();
                });
        long worker = pidIn(pid, 0);
        int _ = new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + worker).start().waitFor();
        assertThat(frozen.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        Losses.awaitGone(worker);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    /// They are in groups of their own, which the worker's warden knows.
    @Test
    @Tag("W2")
    @Tag("W3")
    void programsThatAKilledWorkerHasRunGoWithIt(@TempDir Path directory) throws Exception {
        Workers workers = open(1);
        Path pids = directory.resolve("pids");
        String file = pids.toString();
        long worker = workers.submit(Losses::ownPid).get();
        TaskFuture<CommandEnd> task = workers.submit(() -> DeafProgram.noting(file).run());
        List<Long> _ = DeafProgram.awaitPids(pids);
        assertThat(SystemProcesses.kill(worker)).isTrue();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        DeafProgram.awaitGone(pids);
        assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
        assertThat(Losses.of(task).signal()).hasValue("SIGKILL");
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "1000").start();
    }

    private static void spin(Notes pid) {
        pid.add("" + Losses.ownPid());
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static long pidIn(Notes notes, int line) {
        Await.until("a process tells its number", () -> notes.lines().size() > line);
        return Long.parseLong(notes.lines().get(line));
    }

    @Test
    @Tag("T1")
    void lostWorkerFailsItsSubtaskOnly() throws Exception {
        Workers workers = open(2);
        workers.scope(
                Joiner.awaitAll(),
                scope -> {
                    Subtask<Object> lost = scope.fork(() -> Runtime.getRuntime().halt(7));
                    Subtask<Object> other = scope.fork(() -> 1);
                    scope.join();
                    assertThat(lost.exception()).isInstanceOf(WorkerLostException.class);
                    assertThat(other.get()).isEqualTo(1);
                    return null;
                });
        Await.until(
                "all tasks end",
                () -> workers.statistics().ended() == workers.statistics().submitted());
    }
}
