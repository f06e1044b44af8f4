package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    private final Codec codec = with(Limits.defaults());

    @Test
    void depthIsLimited() throws Exception {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        byte[] bytes = codec.encode(Subject.VALUE, nested);

        assertRefused(Limits.defaults().withDepth(10), bytes, "limit=depth, allowed=10, actual=11");
        assertThat(with(Limits.defaults().withDepth(30)).decode(bytes)).isEqualTo(nested);
    }

    @Test
    void referencesAreLimited() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, new ArrayList<>(Collections.nCopies(50, "x")));

        assertRefused(
                Limits.defaults().withReferences(20),
                bytes,
                "limit=references, allowed=20, actual=21");
    }

    @Test
    void arrayLengthIsLimited() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, new int[50]);

        assertRefused(
                Limits.defaults().withArrayLength(49),
                bytes,
                "limit=arrayLength, allowed=49, actual=50");
    }

    @Test
    void largestOfWhatATaskCapturedIsNamed() {
        Codec small = with(Limits.defaults().withBytes(1_000));
        List<Integer> few = List.of(1, 2, 3);
        List<String> table = List.of("x".repeat(2_000));
        byte[] picture = new byte[1_500];
        Task<Integer> both = () -> few.size() + table.size() + picture.length;
        Task<Integer> one = () -> few.size() + picture.length;

        assertThatThrownBy(() -> small.encode(Subject.TASK, both))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("must stay within the limits")
                .hasMessageContaining("path=captured variable 'table', type=");
        assertThatThrownBy(() -> small.encode(Subject.TASK, one))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("path=captured variable 'picture', type=byte[]");
    }

    @Test
    void bytesAreLimitedOnBothSides() throws Exception {
        Codec small = with(Limits.defaults().withBytes(100));

        assertThatThrownBy(() -> small.encode(Subject.RESULT, new byte[200]))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("must stay within the limits");
        assertThatThrownBy(() -> small.encode(Subject.RESULT, "x".repeat(200)))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("bytes=100");
        assertRefused(
                Limits.defaults().withBytes(100),
                codec.encode(Subject.VALUE, new byte[200]),
                "limit=bytes, allowed=100, actual=");
    }

    @Test
    void aFewBytesCannotClaimAHugeArray() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, new int[0]);
        bytes[bytes.length - 4] = 0x3f;

        assertRefused(Limits.defaults(), bytes, "limit=arrayLength");
    }

    @Test
    @SuppressWarnings("JdkObsolete") // A Hashtable claims the longest array for its size.
    void honestCollectionsAreFarFromTheLimits() throws Exception {
        List<Object> values =
                List.of(
                        new HashMap<>(100_000),
                        new HashSet<>(List.of(1)),
                        new Hashtable<>(100_000, 0.1f),
                        new ConcurrentHashMap<>(100_000),
                        new ArrayList<>(100_000),
                        Collections.nCopies(1_000_000, "x"));

        assertThat(codec.decode(codec.encode(Subject.VALUE, values))).isEqualTo(values);
        assertThat(codec.decode(codec.encode(Subject.VALUE, new PriorityQueue<>(100_000))))
                .isNotNull();
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatThrownBy(() -> Limits.defaults().withDepth(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A limit must be at least 1: depth=0");
    }

    private static void assertRefused(Limits limits, byte[] bytes, String words) {
        assertThatThrownBy(() -> with(limits).decode(bytes))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageStartingWith("An encoded value must stay within the limits: ")
                .hasMessageContaining(words);
    }

    private static Codec with(Limits limits) {
        return Codec.of(LimitsTest.class.getClassLoader(), limits, null);
    }
}
