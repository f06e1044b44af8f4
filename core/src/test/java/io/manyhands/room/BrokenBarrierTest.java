package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedBarrier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those are told who come to a broken barrier, or break it.
class BrokenBarrierTest {
    @TempDir Path directory;

    private Room room;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false, null);
    }

    @AfterEach
    void leave() {
        room.close();
    }

    @Test
    void brokenBarrierSaysSoToWhoIsInterrupted() throws Exception {
        SharedBarrier barrier = room.shared(new Blueprint.Barrier(null, 2));
        assertThatThrownBy(() -> barrier.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        assertThat(Thread.interrupted()).isTrue();
        barrier.reset();
        Thread.currentThread().interrupt();
        assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }
}
