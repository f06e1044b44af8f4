package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Outcome;
import io.manyhands.ProcessOptions;
import io.manyhands.Select;
import io.manyhands.TaskFuture;
import io.manyhands.TaskProcess;
import io.manyhands.Workers;
import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Waits for the first of what several processes send.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TaskProcessSelectTest extends Contract {
    private static final ProcessOptions SMALL = ProcessOptions.defaults().withMaxHeap("64m");

    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }

    /// Sends what it is told to, until it is told to stop.
    private static int echo(PipeEnd<Object> pipe) throws InterruptedException {
        int count = 0;
        for (Object each : pipe.untilClosed()) {
            if (each.equals("end")) {
                break;
            }
            pipe.send(each);
            count++;
        }
        return count;
    }

    private static Select<Object> receiving(List<TaskProcess<Integer>> processes) {
        Select<Object> select = new Select<>();
        for (TaskProcess<Integer> process : processes) {
            select = select.receive(process.pipe(), item -> item);
        }
        return select;
    }

    @Test
    void firstMessageOfSeveralProcessesIsReceived() throws Exception {
        try (TaskProcess<Integer> one = TaskProcess.start(SMALL, TaskProcessSelectTest::echo);
                TaskProcess<Integer> two = TaskProcess.start(SMALL, TaskProcessSelectTest::echo)) {
            Select<String> first =
                    new Select<String>()
                            .receive(one.pipe(), item -> "one " + item)
                            .receive(two.pipe(), item -> "two " + item);
            for (int i = 0; i < 20; i++) {
                Actor<String> waiting = Actor.start(first::await).awaitWaiting();
                (i % 2 == 0 ? one : two).pipe().send(i);
                assertThat(waiting.result()).isEqualTo((i % 2 == 0 ? "one " : "two ") + i);
            }
        }
    }

    @Test
    void otherThingsAreWaitedForAtTheSameTime() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Signal release = signal();
        TaskFuture<Integer> task =
                workers.submit(() -> {
                    release.await();
                    return 7;
                });
        try (TaskProcess<Integer> process = TaskProcess.start(SMALL, TaskProcessSelectTest::echo)) {
            Select<Object> select =
                    new Select<>()
                            .receive(process.pipe(), item -> item)
                            .take(queue, item -> "item " + item);
            assertThat(select.after(Duration.ofMillis(20), () -> "late").await()).isEqualTo("late");
            Actor<Object> waiting = Actor.start(select::await).awaitWaiting();
            queue.put(1);
            assertThat(waiting.result()).isEqualTo("item 1");
            waiting = Actor.start(select.done(task, Outcome::orElseThrow)::await).awaitWaiting();
            release.give();
            assertThat(waiting.result()).isEqualTo(7);
            waiting = Actor.start(select::await).awaitWaiting();
            process.pipe().send("sent");
            assertThat(waiting.result()).isEqualTo("sent");
        }
    }

    /// Whoever is interrupted meanwhile, on threads of both kinds.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostOfWhatManySend(boolean isVirtual) throws Exception {
        List<TaskProcess<Integer>> processes = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            int base = 1_000 * number;
            processes.add(TaskProcess.start(SMALL, pipe -> sendAll(pipe, base)));
        }
        FutureTask<List<Object>> receiving = new FutureTask<>(receiveAll(processes));
        Thread thread =
                isVirtual
                        ? Thread.startVirtualThread(receiving)
                        : Thread.ofPlatform().start(receiving);
        while (!receiving.isDone()) {
            thread.interrupt();
            boolean _ = thread.join(Duration.ofMillis(1));
        }
        List<Object> received = receiving.get();
        for (int number = 0; number < 3; number++) {
            int base = 1_000 * number;
            List<Object> sent = new ArrayList<>(IntStream.range(base, base + 500).boxed().toList());
            assertThat(received.stream().filter(item -> (Integer) item / 1_000 * 1_000 == base))
                    .containsExactlyElementsOf(sent);
        }
        processes.forEach(TaskProcess::close);
    }

    private static int sendAll(PipeEnd<Object> pipe, int base) throws InterruptedException {
        for (int i = base; i < base + 500; i++) {
            pipe.send(i);
        }
        return base;
    }

    private static Callable<List<Object>> receiveAll(List<TaskProcess<Integer>> processes) {
        Select<Object> select = receiving(processes);
        return () -> {
            List<Object> received = new ArrayList<>();
            while (true) {
                try {
                    received.add(select.await());
                } catch (InterruptedException again) {
                    // Nothing was taken.
                } catch (QueueClosedException end) {
                    return received;
                }
            }
        };
    }

    /// More of them than there are threads to carry them: none keeps its own while it waits.
    @Test
    void virtualThreadsThatWaitHoldUpNobody() throws Exception {
        int many = 4 * Runtime.getRuntime().availableProcessors() + 8;
        List<FutureTask<Object>> waiting = new ArrayList<>();
        try (TaskProcess<Integer> process = TaskProcess.start(SMALL, TaskProcessSelectTest::echo)) {
            Select<Object> select = receiving(List.of(process));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                FutureTask<Object> each = new FutureTask<>(select::await);
                waiting.add(each);
                threads.add(Thread.startVirtualThread(each));
            }
            for (Thread thread : threads) {
                Await.until("it waits", () -> isWaiting(thread.getState()));
            }
            CountDownLatch other = new CountDownLatch(1);
            Thread _ = Thread.startVirtualThread(other::countDown);
            assertThat(other.await(Await.patience().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            for (int i = 0; i < many; i++) {
                process.pipe().send(i);
            }
            List<Object> received = new ArrayList<>();
            for (FutureTask<Object> each : waiting) {
                received.add(each.get());
            }
            assertThat(received)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, many).<Object>mapToObj(i -> i).toList());
        }
    }

    private static boolean isWaiting(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    // The end.

    @Test
    void whatWasSentBeforeTheEndIsChosenAfterIt() throws Exception {
        try (TaskProcess<Integer> process =
                TaskProcess.start(
                        SMALL,
                        pipe -> {
                            pipe.send("first");
                            pipe.send("second");
                            return 5;
                        })) {
            Select<Object> before = receiving(List.of(process));
            process.join();
            Select<Object> after = receiving(List.of(process));
            assertThat(before.await()).isEqualTo("first");
            assertThat(after.await()).isEqualTo("second");
            Actor<Object> over = Actor.start(before::await);
            assertThat(over.failure()).isInstanceOf(QueueClosedException.class);
            assertThat(after.after(Duration.ZERO, () -> "none").await()).isEqualTo("none");
        }
    }

    @Test
    void processThatHasEndedIsWaitedForNoMore() throws Exception {
        try (TaskProcess<Integer> one = TaskProcess.start(SMALL, TaskProcessSelectTest::echo);
                TaskProcess<Integer> two = TaskProcess.start(SMALL, TaskProcessSelectTest::echo)) {
            Select<Object> either = receiving(List.of(one, two));
            Actor<Object> waiting = Actor.start(either::await).awaitWaiting();
            one.pipe().send("end");
            one.join();
            assertThat(waiting.awaitWaiting().isWaitingNow()).isTrue();
            two.pipe().send("still there");
            assertThat(waiting.result()).isEqualTo("still there");
            Object end = either.done(one.task(), Outcome::orElseThrow).await();
            assertThat(end).isEqualTo(0);
            waiting = Actor.start(either::await).awaitWaiting();
            two.pipe().send("end");
            assertThat(waiting.failure()).isInstanceOf(QueueClosedException.class);
        }
    }

    @Test
    void processThatIsKilledEndsTheWait() throws Exception {
        try (TaskProcess<Integer> one =
                        TaskProcess.start(SMALL.withName("one"), TaskProcessSelectTest::echo);
                TaskProcess<Integer> two = TaskProcess.start(SMALL, TaskProcessSelectTest::echo)) {
            Select<Object> either = receiving(List.of(one, two));
            one.pipe().send("alive");
            assertThat(either.await()).isEqualTo("alive");
            Actor<Object> waiting = Actor.start(either::await).awaitWaiting();
            one.kill();
            assertThat(waiting.failure()).isInstanceOf(PipeBrokenException.class);
            one.join();
            waiting = Actor.start(either::await);
            assertThat(waiting.failure())
                    .isInstanceOf(PipeBrokenException.class)
                    .hasMessage(
                            "A process at an end of a pipe must live until it is closed:"
                                    + " process=one");
            waiting = Actor.start(receiving(List.of(two))::await).awaitWaiting();
            two.pipe().send("the other");
            assertThat(waiting.result()).isEqualTo("the other");
        }
    }

    /// There it never used the pipe.
    @Test
    void processThatNeverRunsEndsTheWait() throws Exception {
        ProcessOptions broken = SMALL.withJvmFlags("-XX:NoSuchFlag=1");
        try (TaskProcess<Integer> process =
                TaskProcess.start(broken, TaskProcessSelectTest::echo)) {
            Actor<Object> waiting = Actor.start(receiving(List.of(process))::await);
            assertThat(waiting.failure()).isInstanceOf(PipeBrokenException.class);
        }
    }

    @Test
    void closeFromAnotherThreadEndsTheWait() throws Exception {
        TaskProcess<Integer> process = TaskProcess.start(SMALL, TaskProcessSelectTest::echo);
        try (process) {
            Actor<Object> waiting = Actor.start(receiving(List.of(process))::await).awaitWaiting();
            process.pipe().close();
            assertThat(waiting.failure()).isInstanceOf(QueueClosedException.class);
        }
        Actor<Object> late = Actor.start(receiving(List.of(process))::await);
        assertThat(late.failure()).isInstanceOf(QueueClosedException.class);
    }
}
