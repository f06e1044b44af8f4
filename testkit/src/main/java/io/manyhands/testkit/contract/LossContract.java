package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.RetryPolicy;
import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.NativeCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The death of a worker costs the task that it was running, and nothing else (T1, T2, T3, T4, W7,
/// W9).
public abstract class LossContract extends Contract {
    private static final int OTHERS = 40;

    /// For the kinds.
    protected LossContract() {}

    @Tag("T1")
    @Tag("T3")
    @Tag("T4")
    @Tag("W9")
    @ParameterizedTest
    @EnumSource
    void deathFailsThatTaskAlone(Death death) throws Exception {
        Workers workers = open(2);
        Notes begun = new Notes();
        List<TaskFuture<Integer>> before = submitAll(workers, begun, 0);
        TaskFuture<?> dying = workers.submit(() -> dieNoted(begun, death));
        List<TaskFuture<Integer>> behind = submitAll(workers, begun, OTHERS);
        assertThat(Losses.of(dying).getMessage()).containsAnyOf(death.evidence());
        assertThat(dying.status().isEnd()).isTrue();
        assertThat(dying.attempts()).isEqualTo(1);
        assertAllGive(before, 0);
        assertAllGive(behind, OTHERS);
        assertAllGive(submitAll(workers, begun, 2 * OTHERS), 2 * OTHERS);
        assertThat(begun.lines()).hasSize(3 * OTHERS + 1).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T2")
    @Tag("T3")
    void tasksBehindADeathRunOnceElsewhere() throws Exception {
        Workers workers = open(1);
        Notes begun = new Notes();
        Signal die = signal();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    begun.add("death");
                    die.await();
                    Death.KILLED.die();
                });
        begun.await(1);
        List<TaskFuture<Integer>> behind = submitAll(workers, begun, 0);
        assertThat(behind).allMatch(each -> each.status() == TaskStatus.QUEUED);
        die.give();
        assertThat(Losses.of(dying)).hasMessageContaining("SIGKILL");
        assertAllGive(behind, 0);
        assertThat(behind).allMatch(each -> each.attempts() == 1);
        assertThat(begun.lines()).hasSize(OTHERS + 1).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T2")
    void deathIsAnAttempt() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        TaskFuture<Integer> third =
                workers.withRetries(5)
                        .submit(() -> {
                            if (tries.increment() < 3) {
                                Death.KILLED.die();
                            }
                            return tries.count();
                        });
        assertThat(third.get()).isEqualTo(3);
        assertThat(third.attempts()).isEqualTo(3);
    }

    @Test
    @Tag("T2")
    void largeArgumentsAreSentAgainAsTheyWere() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        int[] array = new int[1 << 20];
        Arrays.fill(array, 5);
        TaskFuture<Integer> third =
                workers.withRetries(2)
                        .submit(() -> {
                            if (tries.increment() < 3) {
                                Death.KILLED.die();
                            }
                            return array[0] + array[array.length - 1];
                        });
        // Not begun when the worker dies, or not even sent.
        TaskFuture<Integer> behind = workers.submit(() -> array[1] + array[array.length / 2]);
        Arrays.fill(array, 6);
        assertThat(third.get()).isEqualTo(10);
        assertThat(behind.get()).isEqualTo(10);
        assertThat(third.attempts()).isEqualTo(3);
    }

    @Test
    @Tag("T2")
    void taskThatKeepsKillingFailsWithTheEndOfEachAttempt() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        TaskFuture<Integer> failing =
                workers.withRetries(2)
                        .submit(() -> {
                            Runtime.getRuntime().halt(10 + tries.increment());
                            return 1;
                        });
        WorkerLostException last = Losses.of(failing);
        assertThat(last)
                .hasStackTraceContaining("exit status 11")
                .hasStackTraceContaining("exit status 12")
                .hasMessageContaining("exit status 13");
        assertThat(failing.attempts()).isEqualTo(3);
        assertThat(tries.count()).isEqualTo(3);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T3")
    void manyDeathsAtOnceCostOneTaskEach() throws Exception {
        Workers workers = open(3);
        Notes begun = new Notes();
        List<TaskFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int number = i;
            all.add(
                    workers.submit(() -> {
                        begun.add("" + number);
                        if (number % 4 == 0) {
                            Death.HALT.die();
                        }
                    }));
        }
        for (int i = 0; i < all.size(); i++) {
            if (i % 4 == 0) {
                assertThat(Losses.of(all.get(i))).hasMessageContaining("exit status 3");
            } else {
                assertThat((Object) all.get(i).get()).isNull();
            }
        }
        assertThat(begun.lines()).hasSize(24).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T3")
    void workerThatIsKilledWhileItRestsIsReplacedUnseen() throws Exception {
        Workers workers = open(1);
        for (int i = 0; i < 5; i++) {
            long pid = workers.submit(() -> Losses.ownPid()).get();
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            // Whether its death is known already or not.
            long next = workers.submit(() -> Losses.ownPid()).get();
            assertThat(next).isNotEqualTo(pid);
        }
        assertThat(workers.statistics().failed()).isZero();
    }

    @Test
    @Tag("T1")
    @Tag("W9")
    void workerThatIsKilledFromOutsideLeavesEvidence() throws Exception {
        Workers workers = open(1);
        Notes pid = new Notes();
        TaskFuture<?> running =
                workers.named("victim")
                        .submit(() -> {
                            StandardStreams.out().println("last words");
                            pid.add("" + Losses.ownPid());
                            new Signal().await();
                        });
        pid.await(1);
        long victim = Long.parseLong(pid.lines().getFirst());
        assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly()).isTrue();
        WorkerLostException lost = Losses.of(running);
        assertThat(lost)
                .hasMessageContaining("SIGKILL")
                .hasMessageContaining(running.worker().orElseThrow());
        assertThat(FailuresContract.failureOf(running)).hasMessageContaining("victim-1");
        assertThat(Losses.lastLines(lost)).anyMatch(line -> line.contains("last words"));
    }

    @Test
    @Tag("W7")
    void taskThatWritesToThePipesOfItsWorkerFailsAlone() throws Exception {
        Workers workers = open(2);
        List<TaskFuture<Integer>> before = submitAll(workers, new Notes(), 0);
        TaskFuture<?> writing =
                workers.submit(() -> {
                    NativeCode.writeToPipes("no frame at all\n".getBytes(US_ASCII));
                    new Signal().await();
                });
        assertThat(Losses.of(writing)).hasMessageContaining("violation=");
        assertAllGive(before, 0);
        assertAllGive(submitAll(workers, new Notes(), OTHERS), OTHERS);
    }

    /// Nobody can end it, and it holds what the worker has printed to.
    @Test
    @Tag("W3")
    void childInASessionOfItsOwnHoldsUpNobody() throws Exception {
        Workers workers = open(1);
        Notes child = new Notes();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    Process away = new ProcessBuilder("setsid", "sleep", "100").inheritIO().start();
                    child.add("" + away.pid());
                    Death.HALT.die();
                });
        TaskFuture<Integer> behind = workers.submit(() -> 1);
        assertThat(Losses.of(dying)).hasMessageContaining("exit status 3");
        assertThat(behind.get()).isEqualTo(1);
        long pid = Long.parseLong(child.lines().getFirst());
        assertThat(Losses.isAlive(pid)).isTrue();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    @Test
    @Tag("T2")
    @Tag("T6")
    void testOfALossThatBlocksHoldsUpNobody() throws Exception {
        Workers workers = open(1);
        Signal asked = signal();
        Signal release = signal();
        Tally tries = new Tally();
        RetryPolicy policy =
                RetryPolicy.times(1)
                        .when(failure -> {
                            asked.give();
                            release.awaitDeafly();
                            return failure instanceof WorkerLostException;
                        });
        TaskFuture<Integer> second =
                workers.withRetries(policy)
                        .submit(() -> {
                            if (tries.increment() < 2) {
                                Death.KILLED.die();
                            }
                            return tries.count();
                        });
        asked.await();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        release.give();
        assertThat(second.get()).isEqualTo(2);
        assertThat(second.attempts()).isEqualTo(2);
    }

    @Test
    @Tag("W9")
    void crashLeavesTheFatalErrorFile() throws Exception {
        TaskFuture<?> crashing = open(1).submit(() -> Death.CRASHED.die());
        assertThat(Losses.fatalErrorFile(Losses.of(crashing)))
                .contains("A fatal error has been detected", "SIGSEGV");
    }

    @Test
    @Tag("T1")
    void cancelAndGetOfLostTaskEnd() throws Exception {
        Workers workers = open(1);
        TaskFuture<?> dying = workers.submit(() -> Death.HALT.die());
        assertThat(Losses.of(dying)).isNotNull();
        assertThat(dying.cancel(true)).isFalse();
        assertThat(dying.status()).isEqualTo(TaskStatus.WORKER_LOST);
        workers.shutdown();
        assertThat(workers.awaitTermination(1, TimeUnit.HOURS)).isTrue();
    }

    private static List<TaskFuture<Integer>> submitAll(Workers workers, Notes begun, int first) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            int number = first + i;
            tasks.add(() -> {
                begun.add("" + number);
                return number;
            });
        }
        return workers.submitAll(tasks);
    }

    private static void assertAllGive(List<TaskFuture<Integer>> futures, int first)
            throws Exception {
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).get()).isEqualTo(first + i);
        }
    }

    private static void dieNoted(Notes begun, Death death) throws Exception {
        begun.add("death");
        death.die();
    }
}
