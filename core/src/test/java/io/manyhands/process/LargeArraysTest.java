package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large arrays on their way to a worker and back, beside the bytes that name them.
class LargeArraysTest {
    private static final int ELEMENTS = 300_001;

    @TempDir Path directory;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pair(String name, int[] first, double[] second) implements Serializable {}

    @Test
    void arraysOfAllPrimitivesArriveAndComeBack() throws Exception {
        for (Object array : arrays()) {
            try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
                TestCall call = line.submit(line.apart((Task<Object>) () -> array));
                assertThat(call.value()).isEqualTo(array).isNotSameAs(array);
            }
        }
    }

    @Test
    void arraysMayBeAnywhereInAValue() throws Exception {
        int[] shared = ints();
        double[] doubles = new double[ELEMENTS];
        doubles[ELEMENTS - 1] = Math.PI;
        Pair pair = new Pair("pair", shared, doubles);
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            TestCall call =
                    line.submit(
                            line.apart(
                                    (Task<Map<String, Object>>)
                                            () -> Map.of("x", List.of(pair, shared, pair.name))));
            Map<?, ?> back = (Map<?, ?>) Objects.requireNonNull(call.value());
            List<?> list = (List<?>) Objects.requireNonNull(back.get("x"));
            Pair copy = (Pair) list.get(0);
            assertThat(copy.first).isEqualTo(shared).isSameAs(list.get(1)).isNotSameAs(shared);
            assertThat(copy.second).isEqualTo(doubles);
            assertThat(list.get(2)).isEqualTo("pair");
        }
    }

    @Test
    void workerGetsTheArrayAsItWas() throws Exception {
        int[] array = ints();
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            TestCall call = line.apart((Task<int[]>) () -> array);
            Arrays.fill(array, 0);
            assertThat(line.submit(call).value()).isEqualTo(ints());
        }
    }

    @Test
    void neitherSideSeesWhatTheOtherDoesLater() throws Exception {
        int[] array = ints();
        int[][] there = new int[1][];
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            Kept.array = there;
            TestCall call =
                    line.submit(
                            line.apart(
                                    (Task<int[]>)
                                            () -> {
                                                Kept.array[0] = array;
                                                return array;
                                            }));
            int[] back = (int[]) call.value();
            Arrays.fill(there[0], 5);
            assertThat(back).isEqualTo(ints());
            Arrays.fill(back, 6);
            assertThat(array).isEqualTo(ints());
            assertThat(there[0]).containsOnly(5);
        }
    }

    @Test
    void callThatIsTakenBackHalfWayLeavesNothing() throws Exception {
        int[] array = ints();
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 12)) {
            for (int i = 0; i < 20; i++) {
                TestCall call = line.apart((Task<Integer>) () -> array.length);
                boolean sent = line.channel.send(call);
                if (sent && line.channel.revoke(call) == 0) {
                    assertThat(call.isDone()).isFalse();
                } else if (sent) {
                    assertThat(call.value()).isEqualTo(array.length);
                }
                int number = i;
                long[] other = new long[ELEMENTS];
                Arrays.fill(other, i);
                TestCall next = line.apart((Task<Long>) () -> other[ELEMENTS - 1] + number);
                assertThat(line.submit(next).value()).isEqualTo(2L * i);
            }
        }
    }

    @Test
    void answerOfTheFirstCallGoesByPipeWithAll() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            TestCall call = line.submit((Task<int[]>) LargeArraysTest::ints);
            assertThat(call.value()).isEqualTo(ints());
        }
    }

    @Test
    void whatTheWorkerHasNoMemoryForFailsTheCallAlone() throws Exception {
        try (TestLine line = TestLine.inProcess("-Xmx32m").mapped(directory, 1 << 16)) {
            byte[] array = new byte[50_000_000];
            TestCall call = line.submit(line.apart((Task<Integer>) () -> array.length));
            assertThat(call.text())
                    .contains("java.lang.OutOfMemoryError")
                    .contains("What a call needs must fit into the worker's heap: task");
            assertThat(line.submit((Task<Integer>) () -> 7).value()).isEqualTo(7);
        }
    }

    /// What a worker in a thread of this JVM shares with the test.
    private static final class Kept {
        private static int[][] array = {};
    }

    private static int[] ints() {
        int[] array = new int[ELEMENTS];
        Arrays.setAll(array, i -> i * 31);
        return array;
    }

    private static List<Object> arrays() {
        byte[] bytes = new byte[ELEMENTS];
        char[] characters = new char[ELEMENTS];
        short[] shorts = new short[ELEMENTS];
        long[] longs = new long[ELEMENTS];
        float[] floats = new float[ELEMENTS];
        double[] doubles = new double[ELEMENTS];
        boolean[] booleans = new boolean[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            bytes[i] = (byte) i;
            characters[i] = (char) i;
            shorts[i] = (short) (3 * i);
            longs[i] = (1L << 40) * i;
            floats[i] = i / 3f;
            doubles[i] = i / 7.0;
            booleans[i] = i % 3 == 0;
        }
        return List.of(bytes, characters, shorts, ints(), longs, floats, doubles, booleans);
    }
}
