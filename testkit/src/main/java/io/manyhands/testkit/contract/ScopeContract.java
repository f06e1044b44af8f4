package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.Outcome;
import io.manyhands.Scope;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.ScopeFailedException;
import io.manyhands.Submitter;
import io.manyhands.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fork and join: what scopes give and hand down. What they refuse is in [ScopeMisuseContract], how
/// they end in [ScopeEndContract].
public abstract class ScopeContract extends Contract {
    private static final ScopedValue<String> USER = ScopedValue.newInstance();
    private static final ScopedValue<Integer> LEVEL = ScopedValue.newInstance();

    /// For the kinds.
    protected ScopeContract() {}

    @Test
    @Tag("T1")
    void subtasksOfDifferentTypesAreJoined() throws Exception {
        Workers workers = open(2);
        String both =
                workers.scope(scope -> {
                    Subtask<String> text = scope.fork(() -> "six times seven is ");
                    Subtask<Integer> number = scope.fork(() -> 6 * 7);
                    Subtask<Object> nothing = scope.fork(() -> {});
                    scope.join();
                    assertThat(nothing.get()).isNull();
                    assertThat(text.state()).isEqualTo(Subtask.State.SUCCESS);
                    assertThatIllegalStateException().isThrownBy(text::exception);
                    return text.get() + number.get();
                });
        assertThat(both).isEqualTo("six times seven is 42");
    }

    @Test
    @Tag("T1")
    void allValuesComeInTheOrderOfTheForks() throws Exception {
        Workers workers = open(2);
        List<Integer> squares =
                workers.scope(
                        Joiner.<Integer>allSuccessfulOrThrow(),
                        scope -> {
                            for (int i = 0; i < 100; i++) {
                                int number = i;
                                Subtask<Integer> _ = scope.fork(() -> number * number);
                            }
                            return scope.join();
                        });
        assertThat(squares).hasSize(100).endsWith(99 * 99).startsWith(0, 1, 4);
    }

    @Test
    @Tag("T4")
    void outcomesAreValues() throws Exception {
        Workers workers = open(2);
        List<Outcome<String>> outcomes =
                workers.scope(
                        Joiner.<String>allOutcomes(),
                        scope -> {
                            Subtask<String> _ = scope.fork(() -> "good");
                            Subtask<String> bad = scope.fork(() -> fail("bad"));
                            List<Outcome<String>> all = scope.join();
                            assertThat(bad.state()).isEqualTo(Subtask.State.FAILED);
                            assertThatIllegalStateException()
                                    .isThrownBy(bad::get)
                                    .withCauseInstanceOf(IOException.class);
                            assertThat(bad.exception()).hasMessage("bad");
                            return all;
                        });
        assertThat(outcomes.getFirst()).isEqualTo(new Outcome.Success<>("good"));
        assertThat(outcomes.getLast().isSuccess()).isFalse();
    }

    @Test
    @Tag("T4")
    void failuresOfOthersAreSuppressed() {
        Workers workers = open(2);
        Joiner<String, String> patient =
                new Joiner<>() {
                    @Override
                    public String result() throws IOException {
                        throw new IOException("all have failed");
                    }
                };
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(
                                patient,
                                scope -> {
                                    Subtask<String> _ = scope.fork(() -> fail("one"));
                                    Subtask<String> _ = scope.fork(() -> fail("two"));
                                    return scope.join();
                                }))
                .satisfies(failed -> {
                    assertThat(failed).cause().hasMessage("all have failed");
                    assertThat(failed.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactlyInAnyOrder("one", "two");
                });
    }

    @Test
    @Tag("T1")
    void anySuccessWillDo() throws Exception {
        Workers workers = open(3);
        Signal begun = signal();
        Tally interrupted = new Tally();
        String first =
                workers.scope(
                        Joiner.<String>anySuccessfulOrThrow(),
                        scope -> {
                            Subtask<String> _ = scope.fork(() -> fail("too early"));
                            Subtask<String> slow =
                                    scope.fork(() -> {
                                        waitInterrupted(begun, interrupted);
                                        return "slow";
                                    });
                            Subtask<String> _ =
                                    scope.fork(() -> {
                                        begun.await();
                                        return "quick";
                                    });
                            String found = scope.join();
                            assertThat(slow.state()).isEqualTo(Subtask.State.UNAVAILABLE);
                            return found;
                        });
        assertThat(first).isEqualTo("quick");
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void withoutAnySuccessTheFirstFailureIsTold() {
        Workers workers = open(2);
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(
                                Joiner.<String>anySuccessfulOrThrow(),
                                scope -> {
                                    Subtask<String> _ = scope.fork(() -> fail("alone"));
                                    return scope.join();
                                }))
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() -> workers.scope(Joiner.<String>anySuccessfulOrThrow(), Scope::join))
                .withCauseInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Tag("T1")
    void policyOfOnesOwnDecides() throws Exception {
        Workers workers = open(1);
        List<Subtask<Integer>> found =
                workers.scope(
                        Joiner.<Integer>allUntil(subtask -> subtask.get() == 3),
                        scope -> {
                            List<Subtask<Integer>> all = new ArrayList<>();
                            for (int i = 0; i < 5 && !scope.isCancelled(); i++) {
                                int number = i;
                                all.add(scope.fork(() -> number));
                            }
                            assertThat(scope.join()).containsAll(all);
                            return all;
                        });
        assertThat(found.get(3).state()).isEqualTo(Subtask.State.SUCCESS);
    }

    @Test
    @Tag("T6")
    void policyThatThrowsFailsTheScope() {
        Workers workers = open(2);
        Joiner<Integer, String> broken =
                new Joiner<>() {
                    @Override
                    public boolean onComplete(Subtask<? extends Integer> subtask) {
                        throw new IllegalArgumentException("a fault in the policy");
                    }

                    @Override
                    public String result() {
                        return "never";
                    }
                };
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(
                                broken,
                                scope -> {
                                    Subtask<Integer> _ = scope.fork(() -> 1);
                                    return scope.join();
                                }))
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    // Trees.

    @Test
    @Tag("T10")
    void subtasksForkFarDeeperThanThereAreWorkers() throws Exception {
        Workers workers = open(1);
        int levels = kind().is(Kind.Trait.SEPARATE) ? 4 : 12;
        assertThat(leaves(workers, levels)).isEqualTo(1 << (levels / 2));
    }

    /// Doubles at every second level.
    private static int leaves(Workers workers, int levels) throws InterruptedException {
        if (levels == 0) {
            return 1;
        }
        return workers.scope(scope -> {
            Subtask<Integer> left = scope.fork(() -> leaves(workers, levels - 1));
            Subtask<Integer> right =
                    levels % 2 == 0 ? null : scope.fork(() -> leaves(workers, levels - 1));
            scope.join();
            return left.get() + (right == null ? 0 : right.get());
        });
    }

    @Test
    @Tag("S9")
    void treeIsSeenInTheThreadDump(@TempDir Path directory) throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "each process has a dump of its own");
        Workers workers = open(3);
        String dump = directory.resolve("threads.json").toString();
        List<Long> tree =
                workers.scope(scope -> {
                    Subtask<List<Long>> branch =
                            scope.fork(() ->
                                    workers.scope(inner -> {
                                        Subtask<Long> leaf =
                                                inner.fork(() -> {
                                                    dumpThreads(dump);
                                                    return Thread.currentThread().threadId();
                                                });
                                        inner.join();
                                        return List.of(
                                                Thread.currentThread().threadId(), leaf.get());
                                    }));
                    scope.join();
                    return branch.get();
                });
        String text = Files.readString(Path.of(dump));
        assertThat(text).containsPattern("fork of #" + Thread.currentThread().threadId() + "\"");
        // A leaf that the thread of its branch runs itself is seen in the stack of that.
        if (!tree.getFirst().equals(tree.getLast())) {
            assertThat(text).containsPattern("fork of #" + tree.getFirst() + "\"");
        }
    }

    private static void dumpThreads(String file) throws JMException {
        Object _ =
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                                "dumpThreads",
                                new Object[] {file, "JSON"},
                                new String[] {"java.lang.String", "java.lang.String"});
    }

    @Test
    @Tag("T7")
    void deadlineIsHandedDown() throws Exception {
        Workers workers = open(2);
        Submitter limited = workers.withDeadline(Duration.ofHours(1));
        List<Duration> left =
                limited.scope(scope -> {
                    Duration own = scope.timeLeft().orElseThrow();
                    Duration inBody = workers.scope(inner -> inner.timeLeft().orElseThrow());
                    Submitter sooner = workers.withDeadline(Duration.ofMinutes(1));
                    assertThat(sooner.<Duration, RuntimeException>scope(ScopeContract::left))
                            .isLessThanOrEqualTo(Duration.ofMinutes(1));
                    Subtask<Duration> inSubtask =
                            scope.fork(() ->
                                    workers.scope(inner -> {
                                        Subtask<Duration> deeper =
                                                inner.fork(() ->
                                                        workers.withDeadline(Duration.ofHours(2))
                                                                .scope(ScopeContract::left));
                                        inner.join();
                                        return deeper.get();
                                    }));
                    scope.join();
                    return List.of(own, inBody, inSubtask.get());
                });
        assertThat(left)
                .allSatisfy(each -> {
                    assertThat(each).isLessThanOrEqualTo(Duration.ofHours(1));
                    assertThat(each).isGreaterThan(Duration.ofMinutes(30));
                });
        Duration inTask = limited.submit(() -> workers.scope(ScopeContract::left)).get();
        assertThat(inTask).isLessThanOrEqualTo(Duration.ofHours(1));
        Optional<Duration> none = workers.scope(Scope::timeLeft);
        assertThat(none).isEmpty();
    }

    private static Duration left(Scope<?, ?> scope) {
        return scope.timeLeft().orElseThrow();
    }

    @Test
    @Tag("T11")
    void declaredScopedValuesAreBoundInSubtasks() throws Exception {
        Workers workers = open(2);
        Submitter mine = workers.withScopedValue(() -> USER).withScopedValue(() -> LEVEL);
        String seen =
                ScopedValue.where(USER, "alice")
                        .call(() ->
                                mine.scope(scope -> {
                                    Subtask<String> outer = scope.fork(() -> seenBy(workers));
                                    scope.join();
                                    return outer.get();
                                }));
        assertThat(seen).isEqualTo("alice bob 2");
        assertThat(mine.submit(() -> USER.isBound()).get()).isFalse();
        String item =
                ScopedValue.where(USER, "carol")
                        .call(() -> mine.map(List.of(1), number -> USER.get() + number).toList())
                        .getFirst();
        assertThat(item).isEqualTo("carol1");
    }

    private static String seenBy(Workers workers) throws Exception {
        String own = USER.get();
        return own
                + " "
                + ScopedValue.where(USER, "bob")
                        .where(LEVEL, 2)
                        .call(() ->
                                workers.scope(scope -> {
                                    Subtask<String> inner =
                                            scope.fork(() -> USER.get() + " " + LEVEL.get());
                                    scope.join();
                                    return inner.get();
                                }));
    }

    private static String fail(String message) throws IOException {
        throw new IOException(message);
    }
}
