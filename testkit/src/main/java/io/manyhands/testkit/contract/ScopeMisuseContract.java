package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.Scope;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Scopes used out of order fail at once.
public abstract class ScopeMisuseContract extends Contract {
    /// For the kinds.
    protected ScopeMisuseContract() {}

    @Test
    @Tag("S5")
    void scopeIsUsedInOrderOnly() throws Exception {
        Workers workers = open(2);
        Scope<?, ?> escaped =
                workers.scope(scope -> {
                    Subtask<Integer> early = scope.fork(() -> 1);
                    assertThatIllegalStateException()
                            .isThrownBy(early::get)
                            .withMessageContaining("must be joined before");
                    scope.join();
                    assertThatIllegalStateException()
                            .isThrownBy(() -> scope.fork(() -> 2))
                            .withMessageContaining("until it has been joined");
                    assertThatIllegalStateException().isThrownBy(scope::join);
                    return scope;
                });
        assertThatIllegalStateException().isThrownBy(escaped::join);
    }

    @Test
    @Tag("S5")
    void bodyThatHasForkedMustJoin() {
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            ScopeEndContract.forkWaiting(scope, begun, interrupted);
                            begun.await();
                            return "forgotten";
                        }))
                .withMessageContaining("must be joined before its body ends");
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("S5")
    void strangersMayNotUseIt() throws Exception {
        Workers workers = open(2);
        workers.scope(scope -> {
            CompletableFuture<Object> other =
                    CompletableFuture.supplyAsync(() -> scope.fork(() -> 1));
            assertThat(other.handle((_, failure) -> failure).get())
                    .hasRootCauseInstanceOf(WrongThreadException.class);
            CompletableFuture<Object> joined = CompletableFuture.supplyAsync(() -> joined(scope));
            assertThat(joined.handle((_, failure) -> failure).get())
                    .hasRootCauseInstanceOf(WrongThreadException.class);
            if (kind().is(Kind.Trait.COPIES) || kind().is(Kind.Trait.SEPARATE)) {
                assertThatExceptionOfType(TaskNotSerializableException.class)
                        .isThrownBy(() -> scope.fork(() -> scope.isCancelled()))
                        .withMessageContaining("ScopeRun");
                return null;
            }
            Subtask<Boolean> inner =
                    scope.fork(() -> {
                        try {
                            Subtask<Integer> _ = scope.fork(() -> 2);
                            return false;
                        } catch (WrongThreadException refused) {
                            return true;
                        }
                    });
            scope.join();
            assertThat(inner.get()).isTrue();
            return null;
        });
    }

    private static Object joined(Scope<?, ?> scope) {
        try {
            return "joined: " + scope.join();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @Test
    @Tag("S5")
    void policyIsUsedOnce() throws Exception {
        Workers workers = open(1);
        Joiner<Integer, List<Integer>> joiner = Joiner.allSuccessfulOrThrow();
        List<Integer> none = workers.scope(joiner, Scope::join);
        assertThat(none).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> workers.scope(joiner, Scope::join))
                .withMessageContaining("A joiner can be used for one scope");
    }

    @Test
    @Tag("S5")
    void workersThatWereShutDownTakeNoForks() {
        Workers workers = open(1);
        workers.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ = scope.fork(() -> 1);
                            scope.join();
                            return null;
                        }));
    }
}
