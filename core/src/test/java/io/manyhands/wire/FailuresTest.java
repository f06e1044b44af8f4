package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FailuresTest {
    private final Codec codec = Codec.of(FailuresTest.class.getClassLoader());

    @Test
    void anExceptionKeepsItsTraceCauseAndSuppressed() throws Exception {
        Exception original = new IllegalStateException("outer", new IOException("inner"));
        original.addSuppressed(new Error("beside"));

        DecodedFailure failure = travel(original);

        assertThat(failure.obstacle()).isNull();
        Throwable real = Objects.requireNonNull(failure.exception());
        assertThat(real).isInstanceOf(IllegalStateException.class).hasMessage("outer");
        assertThat(real.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(real.getCause()).isInstanceOf(IOException.class).hasMessage("inner");
        assertThat(real.getSuppressed()).singleElement().isInstanceOf(Error.class);
        assertThat(failure.image()).isEqualTo(ThrowableImage.of(original));
    }

    @Test
    void theWordsOfTheJvmForANullPointerTravelWithIt() throws Exception {
        NullPointerException original = nullPointer(null);
        original.initCause(new IOException("why"));
        original.addSuppressed(new Error("beside"));

        Throwable real = Objects.requireNonNull(travel(original).exception());

        assertThat(real)
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("Cannot invoke \"String.length()\"")
                .hasCauseInstanceOf(IOException.class)
                .hasSuppressedException(real.getSuppressed()[0]);
        assertThat(real.getStackTrace()).isEqualTo(original.getStackTrace());
    }

    @Test
    void aNullPointerOfTheUsersOwnKeepsItsWords() throws Exception {
        assertThat(travel(new NullPointerException("mine")).exception()).hasMessage("mine");
        assertThat(travel(new NullPointerException()).exception()).hasMessage(null);
    }

    @Test
    void anExceptionThatCannotBeEncodedArrivesAsItsImage() throws Exception {
        DecodedFailure failure = travel(new Unencodable("why"));

        assertThat(failure.exception()).isNull();
        assertThat(failure.image().className()).isEqualTo(Unencodable.class.getName());
        assertThat(failure.image().message()).isEqualTo("why");
        assertThat(failure.obstacle()).contains("path=exception.lock, type=java.lang.Object");
    }

    @Test
    void anExceptionThatCannotBeDecodedArrivesAsItsImage() throws Exception {
        DecodedFailure failure = travel(new Undecodable("why"));

        assertThat(failure.exception()).isNull();
        assertThat(failure.image().message()).isEqualTo("why");
        assertThat(failure.image().stackTrace()).isNotEmpty();
        assertThat(failure.obstacle()).contains("thrown=java.lang.UnsupportedOperationException");
    }

    @Test
    void anExceptionWithSuchACauseArrivesAsItsImageWithTheCause() throws Exception {
        DecodedFailure failure = travel(new RuntimeException("outer", new Undecodable("inner")));

        assertThat(failure.exception()).isNull();
        assertThat(Objects.requireNonNull(failure.image().cause()).message()).isEqualTo("inner");
    }

    @Test
    void anExceptionThatTurnsIntoSomethingElseArrivesAsItsImage() throws Exception {
        DecodedFailure failure = travel(new Impostor());

        assertThat(failure.exception()).isNull();
        assertThat(failure.image().className()).isEqualTo(Impostor.class.getName());
        assertThat(failure.obstacle()).isEqualTo("An exception must be rebuilt as an exception");
    }

    @Test
    void anImageArrivesWhateverTheUsersFilterRefuses() throws Exception {
        ObjectInputFilter nothing = _ -> ObjectInputFilter.Status.REJECTED;
        Codec strict = Codec.of(FailuresTest.class.getClassLoader(), Limits.defaults(), nothing);

        DecodedFailure failure = strict.decodeFailure(codec.encodeFailure(new Exception("why")));

        assertThat(failure.exception()).isNull();
        assertThat(failure.image().message()).isEqualTo("why");
        assertThat(failure.obstacle()).startsWith("A value must pass the deserialization filter");
    }

    @Test
    void aHostileExceptionStillArrives() throws Exception {
        DecodedFailure failure = travel(new Hostile());

        assertThat(failure.image().className()).isEqualTo(Hostile.class.getName());
        assertThat(failure.image().message())
                .isEqualTo("[getMessage() threw java.lang.StackOverflowError]");
        assertThat(failure.image().stackTrace()).isEmpty();
        assertThat(failure.image().cause()).isNull();
    }

    @Test
    void cyclesOfCausesAndSuppressedEnd() throws Exception {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);

        ThrowableImage image = travel(first).image();

        assertThat(image.text())
                .contains("Caused by: java.lang.Exception: second")
                .contains("Caused by: java.lang.Exception: [seen above] first")
                .contains("Suppressed: java.lang.Exception: [seen above] second");
    }

    @Test
    void aVeryLongChainOfCausesIsCutAndArrives() throws Exception {
        // Classes had better not be loaded for the first time where the stack ends.
        travel(new Unencodable("first"));
        Throwable chain = new Exception("root");
        for (int i = 0; i < 100_000; i++) {
            chain = new Exception("level", chain);
        }

        DecodedFailure failure = travel(chain);

        assertThat(failure.exception()).isNull();
        assertThat(failure.image().text()).contains("[the rest is left out] level");
    }

    @Test
    void veryManySuppressedExceptionsAreCut() {
        Exception failure = new Exception("outer");
        for (int i = 0; i < 5_000; i++) {
            failure.addSuppressed(new Exception("beside"));
        }

        assertThat(ThrowableImage.of(failure).suppressed()).hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void textReadsLikeAPrintedStackTrace() {
        ThrowableImage image =
                new ThrowableImage(
                        "a.Outer",
                        "why",
                        List.of(new StackTraceElement("a.B", "c", "B.java", 7)),
                        new ThrowableImage("a.Inner", null, List.of(), null, List.of()),
                        List.of());

        assertThat(image.text())
                .isEqualTo("a.Outer: why\n\tat a.B.c(B.java:7)\nCaused by: a.Inner\n");
    }

    @Test
    void everyPrefixOfAnEncodedFailureIsRefused() {
        byte[] bytes = codec.encodeFailure(new Exception("why"));

        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThat(catchThrowable(() -> codec.decodeFailure(prefix)))
                    .as("length=" + length)
                    .isInstanceOf(NotDecodableException.class);
        }
    }

    @SuppressWarnings("NullAway") // that is what goes wrong
    private static NullPointerException nullPointer(@Nullable String text) {
        try {
            throw new IllegalStateException("length=" + text.length());
        } catch (NullPointerException thrown) {
            return thrown;
        }
    }

    private DecodedFailure travel(Throwable failure) throws NotDecodableException {
        return codec.decodeFailure(codec.encodeFailure(failure));
    }

    @SuppressWarnings("serial") // That is the point.
    static final class Unencodable extends RuntimeException {
        final Object lock = new Object();

        Unencodable(String message) {
            super(message);
        }
    }

    static final class Undecodable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undecodable(String message) {
            super(message);
        }

        private void readObject(ObjectInputStream in) {
            throw new UnsupportedOperationException("readObject");
        }
    }

    static final class Impostor extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() throws ObjectStreamException {
            return "not an exception";
        }
    }

    static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            throw new AssertionError("getCause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError("getStackTrace");
        }
    }
}
