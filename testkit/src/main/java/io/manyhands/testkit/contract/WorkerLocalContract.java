package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLocal;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Values of which each worker has its own (T9).
public abstract class WorkerLocalContract extends Contract {
    private static final int TASKS = 20;

    /// A value that tells of its beginning and its end.
    private record Held(Notes notes, String what) implements AutoCloseable {
        static Held of(Notes notes, String what) {
            notes.add("made " + what + " " + own());
            return new Held(notes, what);
        }

        @SuppressWarnings("ReferenceEquality") // that is what is asked
        boolean isOneWith(Held other) {
            return this == other;
        }

        @Override
        public void close() throws IOException {
            notes.add("closed " + what + " " + own());
            if (what.equals("broken")) {
                throw new IOException("It cannot be closed");
            }
        }
    }

    /// A value that needs itself.
    private static final class Circle implements Serializable {
        private static final long serialVersionUID = 1;

        private final WorkerLocal<Integer> value = WorkerLocal.with(this::make);

        private Integer make() {
            return value.get() + 1;
        }
    }

    /// For the kinds.
    protected WorkerLocalContract() {}

    private static String own() {
        return ProcessHandle.current().pid() + "/" + Thread.currentThread().threadId();
    }

    @Test
    @Tag("T9")
    void eachWorkerMakesItsOwnOnceAndClosesIt() throws Exception {
        Notes notes = new Notes();
        WorkerLocal<Held> local = WorkerLocal.with(() -> Held.of(notes, "one"));
        Workers workers = open(2);
        List<TaskFuture<String>> futures = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            futures.add(
                    workers.submit(() -> {
                        Held first = local.get();
                        boolean isSame = first.isOneWith(local.get());
                        return isSame ? own() : "another each time";
                    }));
        }
        List<String> owners = new ArrayList<>();
        for (TaskFuture<String> each : futures) {
            owners.add(each.get());
        }
        workers.close();
        assertThat(owners).doesNotContain("another each time");
        for (String owner : owners.stream().distinct().toList()) {
            List<String> lines =
                    notes.lines().stream().filter(line -> line.endsWith(" " + owner)).toList();
            assertThat(lines).containsExactly("made one " + owner, "closed one " + owner);
        }
        assertThat(notes.lines()).hasSize(2 * (int) owners.stream().distinct().count());
    }

    @Test
    @Tag("T9")
    void severalAreClosedTheYoungestFirstAndInSpiteOfFailures() throws Exception {
        Notes notes = new Notes();
        WorkerLocal<Held> first = WorkerLocal.with(() -> Held.of(notes, "first"));
        WorkerLocal<Held> broken = WorkerLocal.with(() -> Held.of(notes, "broken"));
        WorkerLocal<Held> last = WorkerLocal.with(() -> Held.of(notes, "last"));
        Workers workers = open(1);
        String owner =
                workers.submit(
                                () -> {
                                    Held made = first.get();
                                    return made.isOneWith(broken.get())
                                                    || made.isOneWith(last.get())
                                            ? "no value of its own"
                                            : own();
                                })
                        .get();
        workers.close();
        assertThat(notes.lines())
                .containsExactly(
                        "made first " + owner,
                        "made broken " + owner,
                        "made last " + owner,
                        "closed last " + owner,
                        "closed broken " + owner,
                        "closed first " + owner);
    }

    @Test
    @Tag("T9")
    void endActionStillHasTheValue() throws Exception {
        assumeNot(Kind.Trait.NO_WORKER_ACTIONS, "the test has such an action");
        Notes notes = new Notes();
        WorkerLocal<Held> local = WorkerLocal.with(() -> Held.of(notes, "one"));
        Workers workers =
                open(
                        1,
                        options ->
                                options.withWorkerEnd(
                                        () -> notes.add("end with " + local.get().what())));
        String owner = workers.submit(() -> local.get().what() + " " + own()).get();
        workers.close();
        assertThat(notes.lines())
                .containsExactly("made " + owner, "end with one", "closed " + owner);
    }

    @Test
    @Tag("T9")
    void makingThatFailsIsTriedAgain() throws Exception {
        Tally attempts = new Tally();
        WorkerLocal<@Nullable String> local =
                WorkerLocal.with(() ->
                        switch (attempts.increment()) {
                            case 1 -> throw new IOException("not yet");
                            case 2 -> throw new IllegalArgumentException("still not");
                            default -> null;
                        });
        Workers workers = open(1);
        assertThat(failureOf(workers.submit(() -> String.valueOf(local.get()))).getCause())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("could not be made")
                .hasRootCauseMessage("not yet");
        assertThat(failureOf(workers.submit(() -> String.valueOf(local.get()))).getCause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("still not");
        assertThat(workers.submit(() -> local.get() + ", " + local.get()).get())
                .isEqualTo("null, null");
        assertThat(attempts.count()).isEqualTo(3);
    }

    @Test
    @Tag("T9")
    void valueThatNeedsItselfIsRefused() throws Exception {
        Circle circle = new Circle();
        Workers workers = open(1);
        assertThat(failureOf(workers.submit(() -> circle.value.get())).getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not need it");
    }

    @Test
    @Tag("T9")
    void onlyTheThreadOfATaskHasIt() throws Exception {
        WorkerLocal<Integer> local = WorkerLocal.with(() -> 7);
        assertThatIllegalStateException()
                .isThrownBy(local::get)
                .withMessageContaining("thread=" + Thread.currentThread().getName());
        Workers workers = open(1);
        String elsewhere =
                workers.submit(
                                () -> {
                                    List<String> told = new ArrayList<>();
                                    Thread other =
                                            new Thread(() -> {
                                                try {
                                                    told.add("value " + local.get());
                                                } catch (IllegalStateException refused) {
                                                    told.add("refused");
                                                }
                                            });
                                    other.start();
                                    other.join();
                                    return told + " " + local.get();
                                })
                        .get();
        assertThat(elsewhere).isEqualTo("[refused] 7");
    }
}
