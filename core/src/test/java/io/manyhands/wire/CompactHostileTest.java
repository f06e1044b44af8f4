package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Damaged and hostile bytes of the compact form.
final class CompactHostileTest {
    private static final Limits SMALL = Limits.defaults().withDepth(100);

    private final Lines line = Lines.here();
    private final Codec reader = line.reader.withLimits(SMALL);

    @Test
    void everyPrefixIsRefused() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            byte[] bytes = line.encode(AnyValue.of(seed, 0));
            for (int length = 0; length < Math.min(bytes.length, 300); length++) {
                byte[] prefix = Arrays.copyOf(bytes, length);

                assertThat(catchThrowable(() -> reader.decode(prefix)))
                        .as("seed=%s, length=%s", seed, length)
                        .isInstanceOf(NotDecodableException.class);
            }
        }
    }

    @Test
    void trailingBytesAreRefused() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            byte[] bytes = line.encode(AnyValue.of(seed, 0));

            assertThat(catchThrowable(() -> reader.decode(Arrays.copyOf(bytes, bytes.length + 1))))
                    .as("seed=%s", seed)
                    .isInstanceOf(NotDecodableException.class);
        }
    }

    @Test
    void changedBytesGiveAValueOrARefusal() throws Exception {
        int values = 0;
        int refusals = 0;
        for (long seed = 0; seed < 8_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = line.encode(AnyValue.of(seed % 500, 0));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (gives(bytes, seed)) {
                values++;
            } else {
                refusals++;
            }
        }

        assertThat(values).isPositive();
        assertThat(refusals).isPositive();
    }

    @Test
    void garbageGivesAValueOrARefusal() throws Exception {
        for (long seed = 0; seed < 500; seed++) {
            line.encode(AnyValue.of(seed, 0));
        }
        for (long seed = 0; seed < 8_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(100)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(70);
            }
            gives(bytes, seed);
        }
    }

    private boolean gives(byte[] bytes, long seed) {
        try {
            reader.decode(bytes);
            return true;
        } catch (NotDecodableException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(e.getCause() instanceof OutOfMemoryError).as("seed=%s", seed).isFalse();
            return false;
        }
    }

    @Test
    void damagedEntriesAreRefusedWhenTheyAreUsed() throws Exception {
        Callable<String> task = (Callable<String> & Serializable) () -> "x";
        for (Object value : List.of(task, new Anatomy.Box(1), AnyValue.Kind.PLAIN, new String[1])) {
            Lines good = Lines.here();
            byte[] bytes = good.encode(value);
            byte[] entry = good.sent.entry(0);
            for (long seed = 0; seed < 500; seed++) {
                byte[] damaged = damage(entry, new Random(seed));
                Dictionary dictionary = new Dictionary();
                dictionary.define(0, damaged);
                Codec codec =
                        Codec.of(
                                CompactHostileTest.class.getClassLoader(),
                                new Dictionary(),
                                dictionary);
                try {
                    codec.decode(bytes);
                } catch (NotDecodableException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static byte[] damage(byte[] entry, Random random) {
        byte[] damaged = Arrays.copyOf(entry, entry.length - random.nextInt(2));
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        return damaged;
    }

    @Test
    void aFewBytesCannotClaimMuchMemory() {
        for (int tag = Tags.BYTE; tag <= Tags.ARRAY; tag++) {
            byte[] bytes = {(byte) tag, -1, -1, -1, -1, 7, 0};

            Throwable thrown = catchThrowable(() -> reader.decode(bytes));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(NotDecodableException.class);
                assertThat(thrown.getCause() instanceof OutOfMemoryError).isFalse();
            }
        }
    }

    @Test
    void anObjectThatIsNotFinishedCannotBeReferredTo() {
        byte[] listWithinItself = {Tags.LIST_OF, 1, Tags.BACK, 0};
        byte[] unknownNumber = {Tags.ARRAY_LIST, 1, Tags.BACK, 1};

        for (byte[] bytes : List.of(listWithinItself, unknownNumber)) {
            assertThat(catchThrowable(() -> reader.decode(bytes)))
                    .isInstanceOf(NotDecodableException.class)
                    .hasMessageContaining("there is no such object");
        }
    }

    @Test
    void anEntryThatIsNotThereIsRefused() {
        Codec without = Codec.of(CompactHostileTest.class.getClassLoader());

        assertThat(catchThrowable(() -> reader.decode(new byte[] {Tags.LAMBDA, 5})))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageContaining("an entry must be defined before it is used: entry=5");
        assertThat(catchThrowable(() -> without.decode(new byte[] {Tags.LAMBDA, 5})))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageContaining("there is no dictionary");
    }

    @Test
    void constructorsThatThrowAreTold() throws Exception {
        byte[] bytes = line.encode(new Choosy(1));
        bytes[3] = 1;

        assertThat(catchThrowable(() -> reader.decode(bytes)))
                .isInstanceOf(NotDecodableException.class)
                .hasMessage(
                        "The code that rebuilds a value must not throw:"
                                + " thrown=java.lang.IllegalStateException, message=negative");
    }

    @Test
    void limitsHold() throws Exception {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        List<String> many = new ArrayList<>(java.util.Collections.nCopies(50, "x"));

        refuses(Limits.defaults().withDepth(10), nested, "limit=depth, allowed=10, actual=11");
        refuses(Limits.defaults().withReferences(20), set(50), "limit=references, allowed=20");
        refuses(Limits.defaults().withArrayLength(49), many, "limit=arrayLength, allowed=49");
        refuses(Limits.defaults().withArrayLength(49), new int[50], "actual=50");
        refuses(Limits.defaults().withBytes(100), new byte[200], "limit=bytes, allowed=100");
        assertThat(
                        line.reader
                                .withLimits(Limits.defaults().withDepth(30))
                                .decode(line.encode(nested)))
                .isEqualTo(nested);
        for (Object value : List.of(new byte[200], "x".repeat(200), "世".repeat(80), set(60))) {
            assertThat(
                            catchThrowable(() ->
                                    line.writer
                                            .withLimits(Limits.defaults().withBytes(100))
                                            .encode(Subject.RESULT, value)))
                    .isInstanceOf(NotEncodableException.class)
                    .hasMessageContaining("must stay within the limits")
                    .hasMessageContaining("bytes=100");
        }
    }

    private void refuses(Limits limits, Object value, String words) throws Exception {
        byte[] bytes = line.encode(value);

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(catchThrowable(() -> line.reader.withLimits(limits).decode(bytes)))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageStartingWith("An encoded value must stay within the limits: ")
                .hasMessageContaining(words);
    }

    private static Set<Integer> set(int size) {
        Set<Integer> set = new HashSet<>();
        for (int i = 0; i < size; i++) {
            set.add(i * 1000);
        }
        return set;
    }

    @Test
    void aFilterIsAskedAboutEveryClass() throws Exception {
        Callable<String> task = (Callable<String> & Serializable) () -> "x";
        Map<Object, Object> map = new TreeMap<>(Map.of("k", new Anatomy.Box(AnyValue.Kind.PLAIN)));
        Object value = Arrays.asList(map, List.of(1), new int[1], task, new HashMap<>(), 1.5);
        List<Class<?>> asked = new ArrayList<>();
        ObjectInputFilter filter =
                info -> {
                    if (info.serialClass() != null) {
                        asked.add(info.serialClass());
                    }
                    return ObjectInputFilter.Status.UNDECIDED;
                };
        byte[] bytes = line.encode(value);
        line.reader.withFilter(filter).decode(bytes);

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(asked)
                .contains(
                        TreeMap.class,
                        String.class,
                        Anatomy.Box.class,
                        AnyValue.Kind.class,
                        Integer.class,
                        int[].class,
                        CompactHostileTest.class,
                        SerializedLambda.class,
                        HashMap.class,
                        Double.class,
                        Class.forName("java.util.CollSer"));
    }

    @Test
    void aFilterRefusesWithItsReason() throws Exception {
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("java.**;!*");
        Codec strict = line.reader.withFilter(filter);

        assertThat(strict.decode(line.encode(List.of(7, "x")))).isEqualTo(List.of(7, "x"));
        for (Object value : List.of(new Anatomy.Box(1), AnyValue.Kind.PLAIN, new Choosy[1])) {
            byte[] bytes = line.encode(List.of(value));

            assertThat(catchThrowable(() -> strict.decode(bytes)))
                    .isInstanceOf(NotDecodableException.class)
                    .hasMessageStartingWith("A value must pass the deserialization filter: class=")
                    .hasMessageContaining(value.getClass().getTypeName());
        }
    }

    @Test
    void aFilterThatThrowsRefuses() throws Exception {
        byte[] bytes = line.encode(List.of(7));
        ObjectInputFilter filter =
                _ -> {
                    throw new IllegalStateException("filter");
                };

        assertThat(catchThrowable(() -> line.reader.withFilter(filter).decode(bytes)))
                .isInstanceOf(NotDecodableException.class);
    }

    record Choosy(@Nullable Integer number) implements Serializable {
        Choosy {
            if (number == null || number < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }
}
