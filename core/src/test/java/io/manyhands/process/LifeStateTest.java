package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a worker's own thread is told, which is that of the test here.
@Timeout(60)
class LifeStateTest {
    @AfterEach
    void clearInterrupt() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void greetingIsWaitedFor() throws Exception {
        LifeState state = begun();
        CompletableFuture<Void> greeting = CompletableFuture.runAsync(state::greeted);
        assertThat(state.awaitGreeting()).isTrue();
        greeting.get(30, TimeUnit.SECONDS);
        assertThat(state.isGreeted()).isTrue();
    }

    @Test
    void noGreetingComesOnceTheLineHasEnded() throws Exception {
        LifeState state = begun();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> state.lineEnded(null));
        assertThat(state.awaitGreeting()).isFalse();
        end.get(30, TimeUnit.SECONDS);
        assertThat(state.isLineEnded()).isTrue();
        assertThat(state.violation()).isNull();
    }

    @Test
    void firstBrokenRuleCounts() {
        LifeState state = begun();
        state.violated("one");
        state.lineEnded("two");
        state.violated("three");
        assertThat(state.violation()).isEqualTo("one");
    }

    @Test
    void threadThatWaitsForTheEndIsInterruptedToLeave() {
        LifeState state = begun();
        state.waits();
        state.leave();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(state.isLeaving()).isTrue();
        state.leave();
        assertThat(Thread.interrupted()).as("once only").isFalse();
    }

    @Test
    void startActionIsLetEnd() {
        LifeState state = begun();
        state.leave();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(state.isLeaving()).isTrue();
    }

    @Test
    void onlyAThreadThatWaitsForTheEndIsToLookAround() {
        LifeState state = begun();
        state.lookAround();
        assertThat(Thread.interrupted()).isFalse();
        state.waits();
        state.lookAround();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(state.isLeaving()).isFalse();
    }

    @Test
    void toldToLeaveItDoesNotWait() {
        LifeState state = begun();
        state.leave();
        state.awaitLeave(Long.MAX_VALUE);
        assertThat(state.isLeaving()).isTrue();
    }

    @Test
    void endIsNotItsOwnOnceItHasTheMemoryOrIsToLeave() {
        LifeState state = begun();
        assertThat(state.isOwnEnd()).isTrue();
        state.mapped();
        assertThat(state.isOwnEnd()).isFalse();
        LifeState other = begun();
        other.leave();
        assertThat(other.isOwnEnd()).isFalse();
    }

    @Test
    void whyItCannotHaveTheMemoryIsKept() {
        LifeState state = begun();
        state.mapFailed("no room");
        assertThat(state.unshared())
                .hasMessage(
                        "A worker process needs shared memory: worker="
                                + Thread.currentThread().getName()
                                + ", cause=no room");
    }

    /// One of the thread that runs the test.
    private static LifeState begun() {
        return new LifeState(Thread.currentThread());
    }
}
