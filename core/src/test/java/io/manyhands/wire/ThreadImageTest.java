package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadImageTest {
    private static final int HEADER = FrameDescriptor.HEADER_BYTES;
    private static final StackTraceElement FRAME =
            new StackTraceElement(null, "java.base", "25", "a.B", "run", "B.java", 7);
    private static final StackTraceElement BARE = new StackTraceElement("c.D", "go", null, -2);

    private final Map<Thread, StackTraceElement[]> stacks = new LinkedHashMap<>();

    @Test
    void threadsAreToldAsTheyWereThatOfTheTasksFirst() {
        Thread other = thread("other");
        Thread task = thread("task");
        stacks.put(other, new StackTraceElement[] {BARE});
        stacks.put(task, new StackTraceElement[] {FRAME, BARE});
        stacks.put(thread("without a stack"), new StackTraceElement[0]);
        assertThat(ThreadImage.of(body(task)))
                .containsExactly(
                        new ThreadImage("task", "NEW", List.of(FRAME, BARE)),
                        new ThreadImage("other", "NEW", List.of(BARE)));
    }

    @Test
    void manyDeepStacksFitIntoAFrame() {
        StackTraceElement[] deep = new StackTraceElement[1_000];
        String lengthy = "x".repeat(10_000);
        Arrays.fill(deep, new StackTraceElement(lengthy, lengthy, lengthy, 1));
        Thread task = thread("task");
        for (int i = 0; i < 1_000; i++) {
            stacks.put(thread(lengthy), new StackTraceElement[] {FRAME});
        }
        stacks.put(task, deep);
        byte[] body = body(task);
        assertThat(body.length)
                .isLessThanOrEqualTo(
                        FrameDescriptor.maxBodyBytes(
                                FrameDescriptor.Direction.FROM_WORKER, FrameDescriptor.THREADS));
        List<ThreadImage> told = ThreadImage.of(body);
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(told.getFirst().name()).isEqualTo("task");
        assertThat(told.getFirst().frames()).hasSizeGreaterThan(30);
    }

    @Test
    void whatIsBrokenIsToldAsFarAsItGoes() {
        Thread task = thread("task");
        stacks.put(task, new StackTraceElement[] {FRAME});
        stacks.put(thread("other"), new StackTraceElement[] {BARE});
        byte[] body = body(task);
        for (int length = 0; length < body.length; length++) {
            assertThat(ThreadImage.of(Arrays.copyOf(body, length))).hasSizeLessThan(2);
        }
        assertThat(ThreadImage.of(new byte[] {127, 0, 0, 0, 1})).isEmpty();
    }

    private byte[] body(Thread task) {
        byte[] frame = ThreadImage.frame(task, stacks);
        return Arrays.copyOfRange(frame, HEADER, frame.length);
    }

    private static Thread thread(String name) {
        return new Thread(() -> {}, name);
    }
}
