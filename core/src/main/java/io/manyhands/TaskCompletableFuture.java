package io.manyhands;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A task's outcome for the ecosystem. Its dependents run where it is completed: on a virtual
/// thread, never on one that manages the workers.
final class TaskCompletableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final TaskFuture<T> task;

    @SuppressWarnings(
            "this-escape") // the hook completes it on another thread, which is its purpose
    TaskCompletableFuture(TaskFuture<T> task) {
        this.task = task;
        TaskFuture<T> _ = task.onDone(this::complete);
    }

    private void complete(Outcome<T> outcome) {
        boolean _ =
                switch (outcome) {
                    case Outcome.Success<T>(T value) -> complete(value);
                    case Outcome.Failure<T>(Throwable cause) -> completeExceptionally(cause);
                };
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        task.cancel(true);
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
