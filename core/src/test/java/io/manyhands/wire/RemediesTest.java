package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemediesTest {
    private static final String SOURCE =
            """
            public class Shop {
                public interface Job extends java.io.Serializable {
                    Object call();
                }
                public record Order(int amount) {}
                int open() {
                    return 7;
                }
                public static Object order() {
                    return new Order(3);
                }
                public static Object receiver() {
                    return (Job) new Shop()::open;
                }
            }
            """;

    private final Codec codec = Codec.of(RemediesTest.class.getClassLoader());

    @Test
    void whatTheJdkDoesNotSendHasItsFix() {
        Map<Object, String> fixes =
                Map.of(
                        new CountDownLatch(1),
                        "let the workers make it: workers.latch(count)",
                        new CyclicBarrier(2),
                        "let the workers make it: workers.barrier(parties)",
                        IntStream.of(1),
                        "take along a list",
                        List.of(1).iterator(),
                        "take along a list",
                        Optional.of(1),
                        "take along its value, or null");

        fixes.forEach(
                (value, fix) -> assertThat(refusal(value)).hasMessageEndingWith("fix=" + fix));
    }

    @Test
    void whatNothingHelpsHasNoFix() {
        assertThat(refusal(Thread.currentThread()).getMessage()).doesNotContain("fix=");
    }

    @Test
    void classOfTheUserCanBeMadeSerializable(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.compile(folder, "Shop", SOURCE)) {
            Object order = loader.loadClass("Shop").getMethod("order").invoke(null);

            assertThat(refusal(List.of(order)))
                    .hasMessageEndingWith("fix=let Shop$Order implement Serializable");
        }
    }

    @Test
    void methodOfAReferenceCanBeMadeStatic(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.compile(folder, "Shop", SOURCE)) {
            Object task = loader.loadClass("Shop").getMethod("receiver").invoke(null);

            assertThat(refusal(task))
                    .hasMessageEndingWith(
                            "fix=make the method static, or let Shop implement Serializable");
        }
    }

    private NotEncodableException refusal(Object value) {
        return catchThrowableOfType(
                NotEncodableException.class, () -> codec.encode(Subject.RESULT, value));
    }
}
