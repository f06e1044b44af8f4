package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.RemoteTaskException;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Any throwable is an outcome, and harms no other task (T4).
public abstract class FailuresContract extends Contract {

    /// For the kinds.
    protected FailuresContract() {}

    /// What a task may throw.
    enum Thrown {
        CHECKED(() -> new IOException("checked")),
        UNCHECKED(() -> new IllegalStateException("unchecked")),
        ERROR(() -> new AssertionError("error")),
        NO_MEMORY(() -> new OutOfMemoryError("no memory")),
        OWN_INTERRUPTION(() -> new InterruptedException("its own")),
        LIKE_AN_ENDING(() -> new CancellationException("its own")),
        NEITHER_EXCEPTION_NOR_ERROR(() -> new Plain("plain")),
        NOT_SERIALIZABLE(() -> new Unserializable("unserializable")),
        NOT_DESERIALIZABLE(() -> new Undeserializable("undeserializable")),
        WITHOUT_MESSAGE(() -> new IllegalArgumentException()),
        CAUSED(() -> new IOException("outer", new Unserializable("inner")));

        @SuppressWarnings("ImmutableEnumChecker") // it keeps nothing
        private final Supplier<Throwable> made;

        Thrown(Supplier<Throwable> made) {
            this.made = made;
        }
    }

    @Tag("T4")
    @ParameterizedTest
    @EnumSource
    void whateverIsThrownIsOutcome(Thrown thrown) throws Exception {
        Workers workers = open(1);
        TaskFuture<Object> failing = workers.submit(() -> fail(thrown));
        Throwable original = thrown.made.get();
        ExecutionException failure = failureOf(failing);
        assertThat(failing.status()).isEqualTo(TaskStatus.FAILED);
        assertIsLike(failure.getCause(), original);
        assertThat(failure).hasMessageContaining("task-1").hasMessageContaining("attempts=1");
        assertThat(failing.exceptionNow()).isSameAs(failure.getCause());
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T4")
    void stackOverflowIsOutcome() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> deep = workers.submit(() -> recur(0));
        assertThat(failureOf(deep).getCause()).isInstanceOf(StackOverflowError.class);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T4")
    void failureKeepsCausesSuppressedAndStack() throws Exception {
        Workers workers = open(1);
        TaskFuture<Object> failing = workers.submit(() -> failWithAll());
        Throwable arrived = causeOf(failing);
        assertThat(arrived).hasMessageContaining("outer");
        assertThat(arrived.getCause()).hasMessageContaining("inner");
        assertThat(arrived.getSuppressed()).hasSize(1);
        assertThat(arrived.getSuppressed()[0]).hasMessageContaining("beside");
        assertThat(arrived.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("failWithAll"));
    }

    @Test
    @Tag("T4")
    void whatCannotTravelIsStoodForWithItsName() throws Exception {
        assumeKind(Kind.Trait.COPIES);
        Workers workers = open(1);
        TaskFuture<Object> failing = workers.submit(() -> fail(Thrown.NOT_SERIALIZABLE));
        Throwable arrived = failureOf(failing).getCause();
        assertThat(arrived).isInstanceOf(RemoteTaskException.class);
        RemoteTaskException stand = (RemoteTaskException) arrived;
        assertThat(stand.className()).isEqualTo(Unserializable.class.getName());
        assertThat(stand.originalMessage()).isEqualTo("unserializable");
        assertThat(stand.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("fail"));
    }

    @Test
    @Tag("T4")
    void exceptionWhoseMessageThrowsIsOutcome() throws Exception {
        Workers workers = open(1);
        TaskFuture<Object> failing =
                workers.submit(() -> {
                    throw new Mute();
                });
        assertThat(failureOf(failing)).hasMessageContaining("task-1");
        assertThat(failing.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    void failureNamesTaskWorkerAndCode() throws Exception {
        Workers workers = open(1);
        TaskFuture<Object> failing = workers.named("parse").submit(() -> fail(Thrown.UNCHECKED));
        assertThat(failureOf(failing))
                .hasMessageContaining("unchecked")
                .hasMessageContaining("task=parse-1")
                .hasMessageContaining("worker=" + failing.worker().orElseThrow())
                .hasMessageContaining("code=" + FailuresContract.class.getName());
    }

    @Test
    void failureOfAnItemNamesItAndItsCode() {
        Workers workers = open(1);
        for (Submitter each : List.of(workers, workers.withRetries(1))) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> each.map(List.of("1", "x"), Integer::parseInt).toList())
                    .withMessageContaining("item=1")
                    .withMessageContaining("code=" + FailuresContract.class.getName());
        }
    }

    @Test
    void submissionIsShownWhenAskedFor() throws Exception {
        Workers workers = open(1, options -> options.withSubmitTraces());
        TaskFuture<Object> failing = workers.submit(() -> fail(Thrown.UNCHECKED));
        assertThat(failureOf(failing).getSuppressed()).hasSize(1);
        assertThat(failureOf(failing).getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("submissionIsShownWhenAskedFor"));
    }

    @Test
    void everyCallerGetsAnExceptionOfItsOwn() throws Exception {
        TaskFuture<Object> failing = open(1).submit(() -> fail(Thrown.UNCHECKED));
        assertThat(failureOf(failing)).isNotSameAs(failureOf(failing));
        assertThat(failureOf(failing).getCause()).isSameAs(failureOf(failing).getCause());
    }

    private static void assertIsLike(@Nullable Throwable arrived, Throwable original) {
        if (arrived instanceof RemoteTaskException stand) {
            assertThat(stand.className()).isEqualTo(original.getClass().getName());
            assertThat(stand.originalMessage()).isEqualTo(original.getMessage());
        } else {
            assertThat(arrived).hasSameClassAs(original).hasMessage(original.getMessage());
        }
    }

    static ExecutionException failureOf(TaskFuture<?> future) throws InterruptedException {
        try {
            throw new AssertionError("A task that was to fail gave " + future.get());
        } catch (ExecutionException failure) {
            return failure;
        }
    }

    static Throwable causeOf(TaskFuture<?> future) throws InterruptedException {
        return Objects.requireNonNull(failureOf(future).getCause());
    }

    private static Object fail(Thrown thrown) throws Exception {
        throw FailuresContract.<RuntimeException>sneaky(thrown.made.get());
    }

    private static Object failWithAll() throws IOException {
        IOException outer = new IOException("outer", new IllegalStateException("inner"));
        outer.addSuppressed(new Unserializable("beside"));
        throw outer;
    }

    @SuppressWarnings("InfiniteRecursion") // wanted
    private static int recur(int depth) {
        return 1 + recur(depth + 1);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the machine does not check
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static final class Plain extends Throwable {
        @Serial private static final long serialVersionUID = 1;

        Plain(String message) {
            super(message);
        }
    }

    private static final class Unserializable extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused", "UnusedVariable"}) // what cannot travel
        private final Object thing = new Object();

        Unserializable(String message) {
            super(message);
        }
    }

    private static final class Undeserializable extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        Undeserializable(String message) {
            super(message);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("not here");
        }
    }

    private static final class Mute extends RuntimeException implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no words");
        }
    }
}
