package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.manyhands.Futures;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Until;
import io.manyhands.WaitInterruptedException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one can do with several futures (T1).
public abstract class FuturesContract extends Contract {

    /// For the kinds.
    protected FuturesContract() {}

    @Test
    @Tag("T1")
    void futuresComeInTheOrderOfTheirEnds() {
        Workers workers = open(3);
        List<Signal> signals = List.of(signal(), signal(), signal());
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Signal own = signals.get(i);
            int value = i;
            futures.add(workers.submit(() -> waitThen(own, value)));
        }
        Iterator<TaskFuture<Integer>> iterator = Futures.<Integer>asCompleted(futures).iterator();
        for (int i : new int[] {1, 2, 0}) {
            signals.get(i).give();
            assertThat(iterator.hasNext()).isTrue();
            assertThat(iterator.next().id()).isEqualTo(futures.get(i).id());
        }
        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    }

    @Test
    void endedFuturesComeFirstAndAgain() {
        Workers workers = open(2);
        TaskFuture<Integer> done = workers.submit(() -> 1);
        Await.until("it ends", done::isDone);
        Signal release = signal();
        TaskFuture<Integer> pending = workers.submit(() -> waitThen(release, 2));
        List<TaskFuture<Integer>> all = List.of(pending, done, done);
        Iterable<TaskFuture<Integer>> inOrder = Futures.asCompleted(all);
        for (int round = 0; round < 2; round++) {
            Iterator<TaskFuture<Integer>> iterator = inOrder.iterator();
            assertThat(iterator.next().id()).isEqualTo(done.id());
            assertThat(iterator.next().id()).isEqualTo(done.id());
        }
        assertThat(pending.isDone()).isFalse();
        release.give();
        assertThat(inOrder).hasSize(3);
    }

    @Test
    void interruptedWaitForNextLosesNothing() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        TaskFuture<Integer> future = workers.submit(() -> waitThen(release, 7));
        Iterator<TaskFuture<Integer>> iterator =
                Futures.<Integer>asCompleted(List.of(future)).iterator();
        Actor<Integer> waiting =
                Actor.start(() -> {
                    assertThatExceptionOfType(WaitInterruptedException.class)
                            .isThrownBy(iterator::next);
                    assertThat(Thread.interrupted()).isTrue();
                    release.give();
                    return iterator.next().get();
                });
        waiting.awaitWaiting().interrupt();
        assertThat(waiting.result()).isEqualTo(7);
    }

    @Test
    void awaitAllWaitsForAll() throws Exception {
        Workers workers = open(2);
        Signal release = signal();
        List<TaskFuture<Integer>> futures =
                workers.submitAll(List.of(() -> waitThen(release, 1), () -> 2, () -> fail()));
        Actor<Futures.Awaited<Integer>> waiting =
                Actor.start(() -> Futures.<Integer>await(futures, Until.ALL));
        waiting.awaitWaiting();
        release.give();
        assertThat(ids(waiting.result().done())).isEqualTo(ids(futures));
        assertThat(waiting.result().pending()).isEmpty();
    }

    @Test
    void awaitFirstDoneWaitsForOne() throws Exception {
        Workers workers = open(2);
        Signal release = signal();
        List<TaskFuture<Integer>> futures =
                workers.submitAll(List.of(() -> waitThen(release, 1), () -> fail()));
        Futures.Awaited<Integer> awaited = Futures.await(futures, Until.FIRST_DONE);
        assertThat(ids(awaited.done())).isEqualTo(List.of(futures.get(1).id()));
        assertThat(ids(awaited.pending())).isEqualTo(List.of(futures.get(0).id()));
    }

    @Test
    void awaitFirstFailureWaitsForFailureOrAll() throws Exception {
        Workers workers = open(3);
        Signal release = signal();
        List<TaskFuture<Integer>> futures =
                workers.submitAll(List.of(() -> waitThen(release, 1), () -> 2, () -> fail()));
        Futures.Awaited<Integer> awaited = Futures.await(futures, Until.FIRST_FAILURE);
        assertThat(awaited.done()).anyMatch(each -> each.status() == TaskStatus.FAILED);
        assertThat(ids(awaited.pending())).contains(futures.get(0).id());
        List<TaskFuture<Integer>> fine = workers.submitAll(List.of(() -> 1, () -> 2));
        assertThat(Futures.<Integer>await(fine, Until.FIRST_FAILURE).done()).hasSize(2);
        TaskFuture<Integer> cancelled = workers.submit(() -> waitThen(release, 1));
        assertThat(cancelled.cancel(true)).isTrue();
        List<TaskFuture<Integer>> withCancelled = List.of(futures.get(0), cancelled);
        assertThat(Futures.<Integer>await(withCancelled, Until.FIRST_FAILURE).done()).hasSize(1);
    }

    @Test
    @Tag("T13")
    void awaitEndsWithItsTime() throws Exception {
        Workers workers = openOnClock(1);
        Signal release = signal();
        List<TaskFuture<Integer>> futures = workers.submitAll(List.of(() -> waitThen(release, 1)));
        Duration minute = Duration.ofMinutes(1);
        Actor<Futures.Awaited<Integer>> waiting =
                Actor.start(() -> Futures.<Integer>await(futures, Until.ALL, minute));
        clock.awaitParkedFor(minute);
        clock.advance(minute);
        assertThat(waiting.result().done()).isEmpty();
        assertThat(waiting.result().pending()).hasSize(1);
        for (Duration none : List.of(Duration.ZERO, minute.negated())) {
            assertThat(Futures.<Integer>await(futures, Until.ALL, none).pending()).hasSize(1);
        }
    }

    @Test
    void awaitOfNothingDoesNotWait() throws Exception {
        for (Until until : Until.values()) {
            Futures.Awaited<Integer> awaited = Futures.await(List.<TaskFuture<Integer>>of(), until);
            assertThat(awaited.done()).isEmpty();
            assertThat(awaited.pending()).isEmpty();
        }
        assertThat(Futures.<Integer>asCompleted(List.of())).isEmpty();
    }

    @Test
    void interruptedAwaitLosesNothing() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        List<TaskFuture<Integer>> futures = workers.submitAll(List.of(() -> waitThen(release, 1)));
        Actor<Object> waiting = Actor.start(() -> Futures.await(futures, Until.ALL));
        waiting.awaitWaiting().interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        release.give();
        assertThat(Futures.<Integer>await(futures, Until.ALL).done()).hasSize(1);
    }

    @Test
    void futuresOfSeveralWorkersCanBeMixed() throws Exception {
        List<TaskFuture<Integer>> futures =
                List.of(open(1).submit(() -> 1), open(1).submit(() -> 2));
        assertThat(Futures.<Integer>await(futures, Until.ALL).done()).hasSize(2);
        assertThat(Futures.<Integer>asCompleted(futures)).hasSize(2);
    }

    @Test
    void manyFuturesAllCome() throws Exception {
        Workers workers = open(4);
        List<TaskFuture<Integer>> futures = workers.submitAll(Collections.nCopies(1_000, () -> 1));
        int sum = 0;
        for (TaskFuture<Integer> each : Futures.<Integer>asCompleted(futures)) {
            assertThat(each.isDone()).isTrue();
            sum += each.get();
        }
        assertThat(sum).isEqualTo(1_000);
    }

    @Test
    void nullIsRefused() {
        List<TaskFuture<Integer>> withNull =
                Arrays.asList(TasksContract.<TaskFuture<Integer>>absent());
        assertThatNullPointerException().isThrownBy(() -> Futures.asCompleted(withNull));
        assertThatNullPointerException().isThrownBy(() -> Futures.await(withNull, Until.ALL));
    }

    private static List<Long> ids(List<TaskFuture<Integer>> futures) {
        return futures.stream().map(TaskFuture::id).toList();
    }

    private static int waitThen(Signal signal, int value) throws InterruptedException {
        signal.await();
        return value;
    }

    private static int fail() throws IOException {
        throw new IOException("failed");
    }
}
