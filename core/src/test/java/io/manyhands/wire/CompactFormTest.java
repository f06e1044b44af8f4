package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The compact form against JDK serialization.
final class CompactFormTest {
    private static final int VALUES = 1_500;

    private final Lines line = Lines.here();

    @Test
    void anyKnownValueComesBackAsJdkSerializationGivesIt() throws Exception {
        int compact = 0;
        for (long seed = 0; seed < VALUES; seed++) {
            compact += compare(seed, 0);
        }

        assertThat(compact).isGreaterThan(VALUES * 8 / 10).isLessThan(VALUES);
    }

    @Test
    void valuesWithUnknownPartsComeBackAsJdkSerializationGivesThem() throws Exception {
        int compact = 0;
        for (long seed = 0; seed < VALUES; seed++) {
            compact += compare(seed, 150);
        }

        assertThat(compact).isBetween(VALUES * 3 / 10, VALUES * 9 / 10);
    }

    private int compare(long seed, int exotic) throws Exception {
        Object value = AnyValue.of(seed, exotic);
        String expected = outcome(() -> Lines.plainCopy(value));
        byte[] bytes = line.encode(value);

        assertThat(outcome(() -> line.reader.decode(bytes)))
                .as("seed=%s", seed)
                .isEqualTo(expected);
        assertThat(outcome(() -> line.copy(value))).as("again, seed=%s", seed).isEqualTo(expected);
        return Lines.isCompact(bytes) ? 1 : 0;
    }

    private static String outcome(Copying copying) {
        try {
            return Anatomy.of(copying.copy());
        } catch (Exception | StackOverflowError e) {
            return "refused";
        }
    }

    @Test
    void theComparisonSeesAnotherClassAnotherOrderAndAnotherIdentity() throws Exception {
        String shared = new String("x");
        List<String> once = List.of(shared, shared);
        List<String> twice = List.of(shared, new String("x"));
        Serializable list = new ArrayList<>(once);

        assertThat(Anatomy.of(once)).isNotEqualTo(Anatomy.of(twice));
        assertThat(Anatomy.of(once)).isNotEqualTo(Anatomy.of(list));
        assertThat(Anatomy.of(List.of(1, 2))).isNotEqualTo(Anatomy.of(List.of(2, 1)));
        assertThat(Anatomy.of(List.of("x", "x")))
                .isNotEqualTo(Anatomy.of(Stream.of("x", "x").toList()));
        assertThat(Anatomy.of(new Anatomy.Box(1))).isNotEqualTo(Anatomy.of(new Anatomy.Box(1L)));
    }

    @Test
    void theComparisonSeesAChangedByte() throws Exception {
        int compact = 0;
        int seen = 0;
        for (long seed = 0; seed < 300; seed++) {
            Object value = AnyValue.of(seed, 0);
            byte[] bytes = line.encode(value);
            if (Lines.isCompact(bytes)) {
                compact++;
                bytes[bytes.length - 1] ^= 1;
                String changed = outcome(() -> line.reader.decode(bytes));
                seen += changed.equals(outcome(() -> Lines.plainCopy(value))) ? 0 : 1;
            }
        }

        assertThat(seen).isGreaterThan(compact * 9 / 10);
    }

    @Test
    void manyEqualTextsStayDistinctAndSharedOnesShared() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            texts.add(i % 3 == 0 && i > 0 ? texts.get(i / 2) : new String("same"));
        }

        assertThat(Anatomy.of(line.copy(texts))).isEqualTo(Anatomy.of(texts));
    }

    @Test
    void textsOfAllLengthsComeBack() throws Exception {
        for (int length : new int[] {1, 10, 11, 511, 512, 513, 1024, 1025, 70_000}) {
            String latin = "\u00e4".repeat(length);
            // Half of a pair, too: any characters may stand in a text.
            List<String> texts =
                    List.of(
                            latin,
                            latin + "\u4e16",
                            "\ud83d" + latin,
                            "\u4e16\u754c".repeat(length),
                            "last");
            assertThat(line.copy(texts)).isEqualTo(texts);
        }
    }

    @Test
    void aSharedTextIsWrittenOnce() throws Exception {
        String text = "x".repeat(10_000);

        assertThat(line.encode(Collections.nCopies(50, text).toArray()))
                .hasSizeLessThan(text.length() + 300);
    }

    @Test
    void anArrayAndAViewOfItStayOne() throws Exception {
        String[] array = {"a"};
        Object copy = line.copy(new Object[] {array, Arrays.asList(array)});

        assertThat(copy).isInstanceOf(Object[].class);
        Object[] parts = (Object[]) java.util.Objects.requireNonNull(copy);
        ((String[]) parts[0])[0] = "b";
        assertThat(parts[1]).isEqualTo(List.of("b"));
    }

    @Test
    void aMapThatOrdersItsKeysByTheirUseStillDoes() throws Exception {
        for (int size : new int[] {0, 1, 5}) {
            LinkedHashMap<String, Integer> used = new LinkedHashMap<>(16, 0.75f, true);
            LinkedHashMap<String, Integer> inserted = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                used.put("k" + i, i);
                inserted.put("k" + i, i);
            }

            assertThat(keysAfterUse(line.copy(used))).containsExactly("b", "a");
            assertThat(keysAfterUse(line.copy(inserted))).containsExactly("a", "b");
            assertThat(Lines.isCompact(line.encode(inserted))).isTrue();
        }
    }

    @SuppressWarnings("unchecked") // What was encoded.
    private static List<String> keysAfterUse(@Nullable Object copy) {
        var map = (LinkedHashMap<String, Integer>) java.util.Objects.requireNonNull(copy);
        map.clear();
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");
        return List.copyOf(map.keySet());
    }

    @Test
    void aSortedMapIsRebuiltWithoutComparing() throws Exception {
        TreeMap<Counted, String> map = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            map.put(new Counted(i), "v");
        }
        Counted.COMPARISONS.set(0);
        byte[] bytes = line.encode(map);
        Object copy = line.reader.decode(bytes);

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(Counted.COMPARISONS).hasValue(0);
        assertThat(copy).isEqualTo(map);
    }

    @Test
    void aRecordIsReadFromItsFieldsAndRebuiltByItsConstructor() throws Exception {
        byte[] bytes = line.encode(new Odd("x"));

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(line.reader.decode(bytes)).isEqualTo(new Odd("x!"));
    }

    @Test
    void aRefusalIsTheSameAsWithoutDictionary() {
        Codec plain = Codec.of(CompactFormTest.class.getClassLoader());
        Object captured = new Object();
        List<Object> values =
                List.of(
                        new Object(),
                        new ArrayList<>(List.of("x", new Anatomy.Box(new Object()))),
                        new HashMap<>(java.util.Map.of("k", new Object[] {new Thread("t")})),
                        (Captures) () -> captured,
                        java.util.Optional.of(1));
        for (Object value : values) {
            assertThat(refusal(line.writer, value)).isEqualTo(refusal(plain, value));
        }
    }

    private static String refusal(Codec codec, Object value) {
        try {
            codec.encode(Subject.RESULT, value);
            return "none";
        } catch (NotEncodableException e) {
            return e.getMessage() + e.path() + e.typeName() + e.getCause();
        }
    }

    @Test
    void exceptionsComeBackWithTheirCauses() throws Exception {
        Exception failure = new IllegalStateException("no", new java.io.IOException("disk"));
        DecodedFailure copy = line.reader.decodeFailure(line.writer.encodeFailure(failure));

        assertThat(copy.exception())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no")
                .hasRootCauseMessage("disk");
    }

    @Test
    void whatIsNestedTooDeeplyGoesByJdkSerialization() throws Exception {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < Tags.MAX_DEPTH; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        List<Object> deepest = nested;
        FutureTask<byte[]> encoding = new FutureTask<>(() -> line.encode(deepest));
        Thread thread = new Thread(null, encoding, "manyhands-test-deep", 64L << 20);
        thread.start();
        thread.join();

        assertThat(Lines.isCompact(encoding.get())).isFalse();
        assertThat(Lines.isCompact(line.encode(deepest.getFirst()))).isTrue();
        assertThat(line.copy(deepest.getFirst())).isEqualTo(deepest.getFirst());
    }

    @Test
    void onlyValuesWithoutUserCodeArePlain() throws Exception {
        // From now on it is known that this JVM has no filter.
        assertThat(JvmFilter.current()).isNull();
        for (Object value : List.of(1, 2L, 3.0, 'c', true, "text", "世", new int[3], new byte[2])) {
            assertThat(isPlain(line.encode(value))).as("%s", value).isTrue();
        }
        assertThat(isPlain(line.encode(null))).isTrue();
        for (Object value : List.of(List.of(1), new Odd("x"), new Exotic.Plain(1))) {
            assertThat(isPlain(line.encode(value))).as("%s", value).isFalse();
        }
        assertThat(isPlain(new byte[0])).isFalse();
        assertThat(line.reader.isPlain(new byte[] {Tags.LAMBDA, Tags.TRUE}, 1, 1)).isTrue();
        assertThat(line.reader.isPlain(new byte[] {Tags.TRUE, Tags.LAMBDA}, 1, 1)).isFalse();
    }

    @Test
    void whereAFilterIsToBeAskedArraysAreNotPlain() throws Exception {
        Codec filtered = line.reader.withFilter(_ -> ObjectInputFilter.Status.UNDECIDED);
        byte[] array = line.encode(new int[3]);
        byte[] number = line.encode(3);

        assertThat(filtered.isPlain(array, 0, array.length)).isFalse();
        assertThat(filtered.isPlain(number, 0, number.length)).isTrue();
    }

    private boolean isPlain(byte[] bytes) {
        return line.reader.isPlain(bytes, 0, bytes.length);
    }

    @Test
    void aBufferTakesOneValueAfterAnother() throws Exception {
        Output output = new Output();
        for (long seed = 0; seed < 200; seed++) {
            Object value = AnyValue.of(seed, 50);
            line.writer.encode(Subject.VALUE, value, output);
            line.sendEntries();
            byte[] framed = new byte[output.length() + 7];
            System.arraycopy(output.bytes(), 0, framed, 3, output.length());

            assertThat(output.toByteArray()).isEqualTo(line.encode(value));
            assertThat(outcome(() -> line.reader.decode(framed, 3, output.length())))
                    .isEqualTo(outcome(() -> Lines.plainCopy(value)));
        }
    }

    interface Copying {
        @Nullable Object copy() throws Exception;
    }

    interface Captures extends java.util.function.Supplier<Object>, Serializable {}

    record Counted(int number) implements Comparable<Counted>, Serializable {
        static final AtomicInteger COMPARISONS = new AtomicInteger();

        @Override
        public int compareTo(Counted other) {
            COMPARISONS.incrementAndGet();
            return Integer.compare(number, other.number);
        }
    }

    record Odd(String text) implements Serializable {
        Odd {
            text = text.endsWith("!") ? text : text + "!";
        }

        @Override
        public String text() {
            throw new IllegalStateException("not to be called");
        }
    }
}
