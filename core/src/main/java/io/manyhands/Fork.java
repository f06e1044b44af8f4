package io.manyhands;

import io.manyhands.Scope.Subtask;
import io.manyhands.waits.Need;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// A subtask of a scope, as its scope sees it. Thread-safe.
///
/// @param <T> the type of its value
abstract sealed class Fork<T extends @Nullable Object> implements Subtask<T>
        permits PoolFork, JoinFork {
    private final ScopeRun<?, ?> scope;

    Fork(ScopeRun<?, ?> scope) {
        this.scope = scope;
    }

    final ScopeRun<?, ?> scope() {
        return scope;
    }

    /// Lets it be run. It is among those of the scope.
    abstract void start();

    /// What one needs who waits for it.
    abstract Need need();

    /// Its end, raw; null until it has come.
    abstract @Nullable Object end();

    /// Its end, for whoever may run users' code.
    abstract @Nullable Object settled();

    /// Keeps it from being begun, or tells it to stop. Its end comes once it has stopped, or is
    /// stuck.
    abstract void callOff();

    /// Whether it goes on though it was told to stop.
    abstract boolean isStuck();

    /// Its name and number.
    abstract String label();

    /// Runs its work in a thread that is not the owner's, whose name says so meanwhile: thread
    /// dumps have no other place for that.
    final @Nullable Object runHere(Object work) throws Exception {
        Thread me = Thread.currentThread();
        String name = me.getName();
        me.setName(name + " fork of #" + scope.ownerId());
        try {
            return TaskRun.perform(work);
        } finally {
            me.setName(name);
        }
    }

    /// How it ended. Called once it has.
    final Outcome<T> outcome() {
        Object end = settled();
        if (end instanceof Ended ended) {
            return new Outcome.Failure<>(ended.cause());
        }
        return end == null
                ? new Outcome.Failure<>(
                        new CancellationException("The scope was cancelled first: task=" + label()))
                : new Outcome.Success<>(Ended.valueOf(end));
    }

    @Override
    public final State state() {
        Object end = end();
        if (end == null || (end instanceof Ended ended && ended.isCalledOff())) {
            return State.UNAVAILABLE;
        }
        return Ended.statusOf(end) == TaskStatus.SUCCEEDED ? State.SUCCESS : State.FAILED;
    }

    @Override
    public final T get() {
        scope.ensureJoined(this);
        Object end = settled();
        if (end == null || end instanceof Ended) {
            throw new IllegalStateException(
                    "Only a subtask that succeeded has a value: " + this,
                    end instanceof Ended ended ? ended.cause() : null);
        }
        return Ended.valueOf(end);
    }

    @Override
    public final Throwable exception() {
        scope.ensureJoined(this);
        if (settled() instanceof Ended ended && state() == State.FAILED) {
            return ended.cause();
        }
        throw new IllegalStateException("Only a subtask that failed has an exception: " + this);
    }

    @Override
    public final String toString() {
        return "subtask=" + label() + "[" + state() + "]";
    }
}
