package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A thread that does one thing which may block, so that it can be watched and interrupted.
///
/// @param <T> what it gives
final class Actor<T extends @Nullable Object> {
    private final CompletableFuture<T> end = new CompletableFuture<>();
    private final Thread thread;

    private Actor(Callable<T> work) {
        thread = Thread.ofPlatform().daemon().name("actor").unstarted(() -> act(work));
    }

    static <T extends @Nullable Object> Actor<T> start(Callable<T> work) {
        Actor<T> actor = new Actor<>(work);
        actor.thread.start();
        return actor;
    }

    /// Waits until it waits.
    Actor<T> awaitWaiting() {
        Await.until("an actor waits: thread=" + thread, this::isWaitingNow);
        return this;
    }

    Actor<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /// Waits until it has ended, in whatever way.
    void awaitEnd() {
        Await.until("an actor ends: thread=" + thread, end::isDone);
    }

    /// Whether it has thrown something.
    boolean hasFailed() {
        return end.isCompletedExceptionally();
    }

    /// What it gave; what it threw is thrown.
    T result() throws Exception {
        return end.get();
    }

    /// What it threw.
    Throwable failure() throws InterruptedException {
        try {
            Throwable failure = end.handle((_, thrown) -> thrown).get();
            if (failure != null) {
                return failure;
            }
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
        throw new AssertionError("An actor that is to fail fails");
    }

    /// Whether it waits at this moment.
    boolean isWaitingNow() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING
                || state == Thread.State.TIMED_WAITING
                || (state == Thread.State.RUNNABLE && isListening());
    }

    /// Whether it waits for another process: the system has it then, and the JVM does not know.
    private boolean isListening() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("sun.nio.ch.SelectorImpl")) {
                return true;
            }
        }
        return false;
    }

    private void act(Callable<T> work) {
        try {
            end.complete(work.call());
        } catch (Throwable failure) {
            end.completeExceptionally(failure);
        }
    }
}
