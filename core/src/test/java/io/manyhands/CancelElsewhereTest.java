package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A task that was sent to a worker elsewhere is cancelled while the worker may begin it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CancelElsewhereTest {
    private final Nobody nobody = new Nobody();
    private final Pool pool = new Pool(LocalOptions.defaults(), true, _ -> nobody);
    private @Nullable TaskFuture<Integer> future;
    private @Nullable RemoteJob job;
    private @Nullable Parcel parcel;
    private boolean wasCancelledBefore;
    private boolean begins;
    private boolean hasBegun;

    /// One that begins the task, or does not, when it is to be taken back.
    private final class Elsewhere extends IdleWorker {
        Elsewhere() {
            super(pool);
        }

        @Override
        public int recall(RemoteJob job) {
            TaskFuture<Integer> asked = future;
            wasCancelledBefore |= asked != null && asked.isCancelled();
            hasBegun = begins;
            return begins ? 0 : 1;
        }

        @Override
        public boolean hasBegun(RemoteJob job) {
            return hasBegun;
        }
    }

    @AfterEach
    void close() {
        pool.shutdownNow();
        pool.close();
    }

    @Test
    void taskThatIsTakenBackNeverBeginsAfterItWasSeenCancelled() {
        TaskFuture<Integer> sent = send();
        assertThat(sent.cancel(true)).isTrue();
        assertThat(wasCancelledBefore).isFalse();
        assertThat(sent.isCancelled()).isTrue();
        assertThat(sent.attempts()).isZero();
    }

    @Test
    void taskThatBeginsInThatMomentIsAnAttempt() {
        begins = true;
        TaskFuture<Integer> sent = send();
        assertThat(sent.cancel(true)).isTrue();
        assertThat(sent.isCancelled()).isTrue();
        assertThat(sent.attempts()).isEqualTo(1);
        assertThat(job().handedBack(parcel(), 0, 1)).isFalse();
    }

    private TaskFuture<Integer> send() {
        TaskFuture<Integer> sent = pool.submit(() -> 1);
        future = sent;
        job = (RemoteJob) nobody.drain().getFirst();
        parcel = job().next(new Elsewhere(), 1);
        return sent;
    }

    private RemoteJob job() {
        return Objects.requireNonNull(job);
    }

    private Parcel parcel() {
        return Objects.requireNonNull(parcel);
    }
}
