package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.ManyhandsException;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What travels between processes is taken apart where it harms nobody (T5, T6, T8).
public abstract class DecodingContract extends Contract {

    /// For the kinds.
    protected DecodingContract() {}

    /// A result that is not ready when it arrives.
    private static final class Slow implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // it is
        private final Signal release;

        Slow(Signal release) {
            this.release = release;
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            release.awaitDeafly();
        }
    }

    /// A result that does not arrive.
    private static final class Broken implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @Serial
        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("broken on arrival");
        }
    }

    @Test
    @Tag("T6")
    void resultThatIsSlowToArriveHoldsUpNoOther() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        TaskFuture<Slow> slow = workers.submit(() -> new Slow(release));
        Actor<Slow> waiting = Actor.start(() -> slow.get());
        for (int i = 0; i < 100; i++) {
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        }
        release.give();
        assertThat(waiting.result()).isNotNull();
    }

    @Test
    @Tag("T4")
    @Tag("T5")
    void resultThatDoesNotArriveFailsThatTaskAlone() throws Exception {
        Workers workers = open(1);
        List<TaskFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            int number = i;
            all.add(
                    number == 20
                            ? workers.submit(() -> new Broken())
                            : workers.submit(() -> number));
        }
        TaskFuture<?> broken = all.get(20);
        assertThat(FailuresContract.failureOf(broken)).hasStackTraceContaining("broken on arrival");
        assertThat(broken.status()).isEqualTo(TaskStatus.FAILED);
        for (int i = 0; i < all.size(); i++) {
            if (i != 20) {
                assertThat((Object) all.get(i).get()).isEqualTo(i);
            }
        }
    }

    @Test
    @Tag("T4")
    @Tag("T5")
    void taskThatDoesNotArriveFailsAlone() throws Exception {
        Workers workers = open(1);
        Broken broken = new Broken();
        TaskFuture<Integer> lost = workers.submit(() -> broken.hashCode());
        TaskFuture<Integer> other = workers.submit(() -> 1);
        assertThat(FailuresContract.failureOf(lost)).hasStackTraceContaining("broken on arrival");
        assertThat(other.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @Tag("T1")
    @ValueSource(ints = {0, 1, 32_767, 32_768, 65_536, 1 << 20, 20_000_000})
    void anySizeTravelsBothWays(int size) throws Exception {
        Workers workers = open(1);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 257);
        }
        List<TaskFuture<byte[]>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            futures.add(workers.submit(() -> bytes));
        }
        for (TaskFuture<byte[]> future : futures) {
            assertThat(future.get()).isEqualTo(bytes);
        }
    }

    @Test
    @Tag("T4")
    void exhaustedHeapIsAnOutcome() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> greedy =
                workers.submit(() -> {
                    long[][] all = new long[1 << 16][];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = new long[1 << 20];
                    }
                    return all.length;
                });
        Throwable cause = FailuresContract.causeOf(greedy);
        assertThat(cause instanceof OutOfMemoryError || cause instanceof ManyhandsException)
                .as("%s", cause)
                .isTrue();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T8")
    void queuedTaskInTheMiddleCanBeCancelled() throws Exception {
        Workers workers = open(1);
        Notes begun = new Notes();
        Signal release = block(workers, 1);
        List<TaskFuture<?>> queued = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int number = i;
            queued.add(workers.submit(() -> begun.add("" + number)));
        }
        assertThat(queued).allMatch(each -> each.status() == TaskStatus.QUEUED);
        assertThat(queued.get(4).cancel(true)).isTrue();
        release.give();
        workers.close();
        assertThat(begun.lines()).containsExactly("0", "1", "2", "3", "5", "6", "7", "8");
        assertThat(queued.get(4).attempts()).isZero();
    }
}
