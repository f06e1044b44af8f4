package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Scope;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.ScopeFailedException;
import io.manyhands.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A cancel of a scope meets subtasks that wait, and some that are forked at that moment.
public abstract class ScopeCancelContract extends Contract {
    /// For the kinds.
    protected ScopeCancelContract() {}

    @Test
    @Tag("T8")
    void subtaskThatWaitsForAWorkerIsNeverBegun() {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Tally begun = new Tally();
        Signal forked = signal();
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ =
                                    scope.fork(() -> {
                                        forked.await();
                                        throw new IOException("the first");
                                    });
                            for (int i = 0; i < 20; i++) {
                                Subtask<Integer> _ = scope.fork(begun::increment);
                            }
                            forked.give();
                            scope.join();
                            return null;
                        }));
        // The one that comes right after it may be at the worker already, and is called back.
        assertThat(begun.count()).isZero();
    }

    /// Also those that are forked at that very moment.
    @Test
    @Tag("T1")
    void whatIsCancelledWhileItIsForkedIsCountedOnce() throws Exception {
        Workers workers = open(2);
        int rounds = kind().is(Kind.Trait.SEPARATE) ? 50 : 1_000;
        for (int i = 0; i < rounds; i++) {
            assertThatExceptionOfType(ScopeFailedException.class)
                    .isThrownBy(() ->
                            workers.scope(scope -> {
                                Subtask<Integer> _ =
                                        scope.fork(() -> {
                                            throw new IOException("at once");
                                        });
                                for (int j = 0; j < 5; j++) {
                                    Subtask<Integer> _ = scope.fork(() -> 1);
                                }
                                scope.join();
                                return null;
                            }));
        }
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        workers.close();
        assertThat(workers.isTerminated()).isTrue();
    }

    /// It may have been begun before its scope knows of it.
    @Test
    @Tag("T7")
    void whatIsForkedAtTheMomentOfACancelIsToldToStop() throws Exception {
        Workers workers = open(3);
        int rounds = kind().is(Kind.Trait.SEPARATE) ? 50 : 2_000;
        for (int i = 0; i < rounds; i++) {
            assertThatExceptionOfType(ScopeFailedException.class)
                    .isThrownBy(() ->
                            workers.scope(scope -> {
                                Subtask<Object> _ =
                                        scope.fork(() -> {
                                            throw new IOException("at once");
                                        });
                                for (int j = 0; j < 5; j++) {
                                    Subtask<Object> _ = scope.fork(() -> new Signal().await());
                                }
                                scope.join();
                                return null;
                            }));
        }
    }

    /// Who cancels goes through all of them, which takes him a while.
    @Test
    @Tag("T7")
    void nothingIsBegunAfterACancel() throws Exception {
        assumeNot(Kind.Trait.COPIES, "a scope cannot be captured");
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        for (int i = 0; i < 20; i++) {
            AtomicInteger begun = new AtomicInteger();
            List<Subtask<Object>> forks = new ArrayList<>();
            Joiner<Object, Integer> cancelling = new CancelAt(5_000);
            int told =
                    workers.scope(
                            cancelling,
                            scope -> {
                                forks.add(scope.fork(() -> awaitCancel(scope)));
                                while (!scope.isCancelled()) {
                                    forks.add(scope.fork(() -> begun.incrementAndGet()));
                                }
                                forks.add(scope.fork(() -> begun.incrementAndGet()));
                                return scope.join();
                            });
            assertThat(told).isZero();
            assertThat(forks).hasSizeGreaterThan(5_000);
            assertThat(begun).hasValue(0);
            assertThat(forks.getLast().state()).isEqualTo(Subtask.State.UNAVAILABLE);
        }
    }

    private static Object awaitCancel(Scope<?, ?> scope) {
        while (!scope.isCancelled()) {
            Thread.onSpinWait();
        }
        return "cancelled";
    }

    /// Cancels at a fork, and counts the ends that it is told of.
    private static final class CancelAt implements Joiner<Object, Integer> {
        private final int fork;
        private int forks;
        private int told;

        CancelAt(int fork) {
            this.fork = fork;
        }

        @Override
        public boolean onFork(Subtask<?> subtask) {
            forks++;
            return forks == fork;
        }

        @Override
        public synchronized boolean onComplete(Subtask<?> subtask) {
            told++;
            return false;
        }

        @Override
        public synchronized Integer result() {
            return told;
        }
    }
}
