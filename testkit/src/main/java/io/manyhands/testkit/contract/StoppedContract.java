package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A worker that a signal has stopped is noticed and replaced, unless it goes on in time (T1, W1).
@Timeout(60)
public abstract class StoppedContract extends Contract {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofDays(1);
    private static final String SENTENCE =
            "A worker must not be stopped for long while it has something to do";

    /// For the kinds.
    protected StoppedContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "processes can be looked at");
    }

    @Test
    @Tag("T1")
    @Tag("T3")
    void taskOfStoppedWorkerFailsWithTheReason() throws Exception {
        Workers workers = open(SHORT);
        Notes pid = new Notes();
        TaskFuture<?> frozen = workers.submit(() -> waitNoted(pid));
        signal("STOP", pidOf(pid));
        TaskFuture<Integer> behind = workers.submit(() -> 7);
        assertThat(Losses.of(frozen))
                .hasMessageContaining("SIGKILL")
                .hasMessageContaining(SENTENCE)
                .hasMessageContaining("limitMillis=" + SHORT.toMillis());
        assertThat(behind.get()).isEqualTo(7);
        assertThat(behind.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void workerThatGoesOnInTimeNoticesNothing() throws Exception {
        Workers workers = open(LONG);
        Notes pid = new Notes();
        Signal end = signal();
        TaskFuture<Integer> paused =
                workers.submit(() -> {
                    pid.add("" + Losses.ownPid());
                    end.awaitDeafly();
                    return 7;
                });
        long worker = pidOf(pid);
        for (int i = 0; i < 20; i++) {
            signal("STOP", worker);
            Await.until("it is stopped", () -> stateOf(worker) == 'T');
            signal("CONT", worker);
        }
        end.give();
        assertThat(paused.get()).isEqualTo(7);
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(worker);
    }

    /// As a program does that slows others down: whenever the worker is looked at it is stopped.
    @Test
    @Tag("T1")
    void workerThatIsSlowedDownIsLeftAlone() throws Exception {
        Workers workers = open(Duration.ofSeconds(1));
        Notes pid = new Notes();
        Signal end = signal();
        TaskFuture<Integer> slow =
                workers.submit(() -> {
                    pid.add("" + Losses.ownPid());
                    while (!end.isGiven()) {
                        Thread.onSpinWait();
                    }
                    return 7;
                });
        long worker = pidOf(pid);
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(3)) {
            signal("STOP", worker);
            long stopped = System.nanoTime();
            while (System.nanoTime() - stopped < TimeUnit.MILLISECONDS.toNanos(150)) {
                Thread.onSpinWait();
            }
            long before = ticksOf(worker);
            signal("CONT", worker);
            Await.until("it uses its processor", () -> ticksOf(worker) != before);
        }
        end.give();
        assertThat(slow.get()).isEqualTo(7);
    }

    @Test
    @Tag("T1")
    void taskForAWorkerThatWasStoppedAtRestIsDoneByAnother() throws Exception {
        Workers workers = open(SHORT);
        long worker = workers.submit(() -> Losses.ownPid()).get();
        // What is sent to it by pipe, before it has its memory, cannot be taken back.
        Await.until("it has its memory", () -> mapsOf(worker).contains("/rings-"));
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(worker);
        signal("STOP", worker);
        Await.until("it is stopped", () -> stateOf(worker) == 'T');
        TaskFuture<Long> next = workers.submit(() -> Losses.ownPid());
        assertThat(next.get()).isNotEqualTo(worker);
        assertThat(next.attempts()).isEqualTo(1);
        assertThat(workers.statistics().lost()).isZero();
    }

    @Test
    @Tag("W1")
    void closeEndsThoughTheWorkerIsStoppedInItsEndAction() throws Exception {
        Notes pid = new Notes();
        Workers workers =
                closing(Workers.processes(options(SHORT).withWorkerEnd(() -> waitNoted(pid))));
        long worker = workers.submit(() -> Losses.ownPid()).get();
        workers.shutdown();
        assertThat(pidOf(pid)).isEqualTo(worker);
        signal("STOP", worker);
        workers.close();
        assertThat(Losses.isAlive(worker)).isFalse();
    }

    private Workers open(Duration limit) {
        return closing(Workers.processes(options(limit)));
    }

    private static ProcessOptions options(Duration limit) {
        return ProcessOptions.defaults().withCount(1).withMaxHeap("64m").withStopLimit(limit);
    }

    private static void waitNoted(Notes pid) throws InterruptedException {
        pid.add("" + Losses.ownPid());
        new Signal().await();
    }

    private static long pidOf(Notes notes) {
        notes.await(1);
        return Long.parseLong(notes.lines().getFirst());
    }

    private static char stateOf(long pid) {
        return wordsOf(pid)[0].charAt(0);
    }

    private static String mapsOf(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/maps"));
        } catch (IOException gone) {
            throw new AssertionError("The worker is there: pid=" + pid, gone);
        }
    }

    private static long ticksOf(long pid) {
        String[] words = wordsOf(pid);
        return Long.parseLong(words[11]) + Long.parseLong(words[12]);
    }

    private static String[] wordsOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException gone) {
            throw new AssertionError("The worker is there: pid=" + pid, gone);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        int _ =
                new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid)
                        .start()
                        .waitFor();
    }
}
