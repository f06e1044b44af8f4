package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Several tasks are on their way to one worker, and nobody can tell but by the speed (T3, T8).
public abstract class OnTheWayContract extends Contract {
    /// So many that a worker gets many at once from then on.
    private static final int MANY = 3_000;

    /// For the kinds.
    protected OnTheWayContract() {}

    @Test
    @Tag("T3")
    void taskBehindASlowOneGoesToAnotherWorker() throws Exception {
        Workers workers = open(2);
        for (int place = 0; place < 400; place += 40) {
            runMany(workers);
            Signal release = signal();
            List<TaskFuture<Integer>> others = new ArrayList<>();
            TaskFuture<?> slow = null;
            for (int i = 0; i < 400; i++) {
                if (i == place) {
                    slow = workers.submit(() -> release.await());
                }
                others.add(workers.submit(() -> 1));
            }
            for (TaskFuture<Integer> each : others) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
            assertThat(slow).isNotNull();
            assertThat(slow.isDone()).isFalse();
            release.give();
            slow.get();
        }
    }

    @Test
    @Tag("T8")
    void taskBeforeOneThatRunsHasEnded() throws Exception {
        Workers workers = open(1);
        runMany(workers);
        long submitted = MANY;
        for (int round = 0; round < 200; round++) {
            Signal begun = new Signal();
            Signal release = signal();
            List<TaskFuture<Integer>> before = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                before.add(workers.submit(() -> 1));
            }
            TaskFuture<?> last =
                    workers.submit(() -> {
                        begun.give();
                        release.awaitDeafly();
                    });
            while (!begun.isGiven()) {
                Thread.onSpinWait();
            }
            submitted += 20;
            if (round % 2 == 0) {
                assertThat(workers.statistics().succeeded()).isEqualTo(submitted);
                assertThat(workers.statistics().running()).isEqualTo(1);
            }
            assertThat(before).allMatch(each -> each.status() == TaskStatus.SUCCEEDED);
            assertThat(last.status()).isEqualTo(TaskStatus.RUNNING);
            release.give();
            last.get();
            submitted++;
        }
    }

    private static void runMany(Workers workers) throws Exception {
        List<TaskFuture<Integer>> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(workers.submit(() -> 1));
        }
        for (TaskFuture<Integer> each : many) {
            assertThat(each.get()).isEqualTo(1);
        }
    }
}
