package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeepStructureTest {
    private static final int DEEP = 200_000;

    private final Codec codec = Codec.of(DeepStructureTest.class.getClassLoader());

    @Test
    void aStructureDeeperThanTheStackIsRefused() {
        NotEncodableException refusal = refusal(chain(DEEP, "end"));

        assertThat(refusal)
                .hasMessageStartingWith("A result must not be nested this deeply to travel:")
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(refusal.typeName()).isEqualTo(Link.class.getTypeName());
    }

    @Test
    void thePartAtTheEndOfADeepStructureIsFoundByAnAbbreviatedPath() {
        NotEncodableException refusal = refusal(chain(DEEP, new Object()));

        assertThat(refusal.path())
                .startsWith("result.next.next.")
                .contains("...(" + (DEEP - 20) + " more)...")
                .endsWith(".next.content")
                .hasSizeLessThan(200);
    }

    @Test
    @SuppressWarnings("JdkObsolete") // A linked structure is the point.
    void aLongLinkedListIsSearchedToItsEnd() {
        List<Object> list = new LinkedList<>(IntStream.range(0, DEEP).boxed().toList());
        list.add(new Object());

        assertThat(refusal(list).path()).isEqualTo("result[" + DEEP + "]");
    }

    @Test
    void endlessRecursionInAHookIsFound() {
        NotEncodableException refusal = refusal(List.of("fine", new Recursive()));

        assertThat(refusal.path()).isEqualTo("result[1]");
        assertThat(refusal).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void aStructureTooDeepForTheReadersStackIsRefusedThere() throws Exception {
        int depth = 5_000;
        AtomicReference<byte @Nullable []> bytes = new AtomicReference<>();
        runWithStack(
                256L << 20, () -> bytes.set(codec.encode(Subject.RESULT, chain(depth, "end"))));
        byte[] encoded = java.util.Objects.requireNonNull(bytes.get());

        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        runWithStack(
                256L << 10,
                () -> {
                    try {
                        codec.decode(encoded);
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                });

        assertThat(thrown.get())
                .isInstanceOf(NotDecodableException.class)
                .hasMessageContaining("must not be nested more deeply")
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    private NotEncodableException refusal(Object value) {
        return catchThrowableOfType(
                NotEncodableException.class, () -> codec.encode(Subject.RESULT, value));
    }

    private static void runWithStack(long bytes, ThrowingBody body) throws Exception {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable guarded =
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                };
        Thread thread = new Thread(null, guarded, "stack of " + bytes, bytes);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private static Link chain(int length, Object content) {
        Link link = new Link(null, content);
        for (int i = 1; i < length; i++) {
            link = new Link(link, "fine");
        }
        return link;
    }

    interface ThrowingBody {
        void run() throws Exception;
    }

    @SuppressWarnings("serial") // Holds what must be refused, too.
    static final class Link implements Serializable {
        final @Nullable Link next;
        final Object content;

        Link(@Nullable Link next, Object content) {
            this.next = next;
            this.content = content;
        }
    }

    static final class Recursive implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("InfiniteRecursion") // That is the point.
        private void writeObject(ObjectOutputStream out) throws IOException {
            writeObject(out);
        }
    }
}
