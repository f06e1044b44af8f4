package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A thread that has hardly any stack left meets workers at every depth, from where nothing fits
/// any more up to where all does: it may overflow, but never leave them unusable.
class DeepStackTest {
    private static final int STACK_BYTES = 200_000;
    private static final int OFFSETS = 3;
    private static final long TASK_NANOS = Duration.ofMillis(1).toNanos();

    // Plain fields: what is deep has no stack for more.
    private volatile int wanted;
    private volatile int given;
    private volatile @Nullable TaskFuture<Integer> task;
    // Of the deep thread, read after its end.
    private int overflows;
    private volatile @Nullable Throwable unexpected;

    private interface Meeting {
        void with(TaskFuture<Integer> task) throws Exception;
    }

    @Test
    void waitsNearTheEndOfTheStackLeaveWorkersUsable() throws Exception {
        meetAtEveryDepth(TaskFuture::get);
    }

    @Test
    void cancelsNearTheEndOfTheStackLeaveWorkersUsable() throws Exception {
        meetAtEveryDepth(each -> each.cancel(true));
    }

    @Test
    void looksNearTheEndOfTheStackLeaveWorkersUsable() throws Exception {
        meetAtEveryDepth(TaskFuture::status);
    }

    private void meetAtEveryDepth(Meeting meeting) throws Exception {
        try (Workers workers = Workers.processes(1)) {
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
            for (int offset = 0; offset < OFFSETS; offset++) {
                int more = offset;
                Thread deep = new Thread(null, () -> begin(more, meeting), "deep", STACK_BYTES);
                deep.setDaemon(true);
                deep.setUncaughtExceptionHandler((_, thrown) -> unexpected = thrown);
                deep.start();
                giveTasks(workers, deep);
                assertThat(unexpected).isNull();
                assertEnds(workers.submit(() -> 2));
            }
            assertThat(overflows).isGreaterThan(OFFSETS);
        }
    }

    private void giveTasks(Workers workers, Thread deep) throws Exception {
        while (deep.isAlive()) {
            Await.until("the next depth", () -> wanted != given || !deep.isAlive());
            TaskFuture<Integer> before = task;
            if (before != null) {
                assertEnds(before);
            }
            task = workers.submit(DeepStackTest::takeAMoment);
            given = wanted;
        }
    }

    private static int takeAMoment() {
        LockSupport.parkNanos(TASK_NANOS);
        return 1;
    }

    private static void assertEnds(TaskFuture<Integer> each) throws Exception {
        try {
            assertThat(each.get(Await.patience().toNanos(), TimeUnit.NANOSECONDS)).isPositive();
        } catch (CancellationException _) {
            // Also an end.
        }
    }

    /// Some frames more or less, so that those below end elsewhere.
    private void begin(int more, Meeting meeting) {
        if (more > 0) {
            begin(more - 1, meeting);
        } else {
            boolean _ = down(meeting);
        }
    }

    /// Goes down to the end of the stack, and meets the task on the way up, until that fits.
    ///
    /// @return whether it has
    @SuppressWarnings("InfiniteRecursion") // that is the point
    private boolean down(Meeting meeting) {
        boolean isMet;
        try {
            isMet = down(meeting);
        } catch (StackOverflowError _) {
            overflows++;
            isMet = false;
        }
        if (!isMet) {
            meet(meeting);
        }
        return true;
    }

    private void meet(Meeting meeting) {
        int mine = wanted + 1;
        wanted = mine;
        TaskFuture<Integer> own = null;
        while (own == null) {
            own = given == mine ? task : null;
        }
        try {
            meeting.with(own);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
