package io.manyhands.wire;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes values of all kinds that the compact form knows, with shared and cyclic references, and
/// some that it does not know. The same seed makes the same value.
final class AnyValue {
    private static final int MAX_DEPTH = 4;
    private static final List<String> NAMES = List.of(".", "..", "a b", "x.tar.gz", "it's", "\\");

    private final Random random;
    private final int exoticPerMille;
    private final List<Object> made = new ArrayList<>();

    private AnyValue(long seed, int exoticPerMille) {
        random = new Random(seed);
        this.exoticPerMille = exoticPerMille;
    }

    /// A value.
    ///
    /// @param exoticPerMille how many of its parts are of classes that only JDK serialization knows
    static @Nullable Object of(long seed, int exoticPerMille) {
        AnyValue values = new AnyValue(seed, exoticPerMille);
        Object value = values.value(0);
        values.closeCycle();
        return value;
    }

    /// Puts some object into another one that was there before it.
    private void closeCycle() {
        if (random.nextInt(4) == 0 && !made.isEmpty()) {
            Object part = made.get(random.nextInt(made.size()));
            switch (made.get(random.nextInt(made.size()))) {
                case ArrayList<?> list -> list(list).add(part);
                case LinkedList<?> list -> list(list).add(part);
                case HashMap<?, ?> map -> map(map).put("cycle", part);
                default -> {}
            }
        }
    }

    private @Nullable Object value(int depth) {
        if (!made.isEmpty() && random.nextInt(5) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        if (random.nextInt(1000) < exoticPerMille) {
            return remembered(Exotic.of(random.nextInt(7), value(depth + 1)));
        }
        return depth >= MAX_DEPTH || random.nextInt(3) == 0 ? leaf() : container(depth);
    }

    @SuppressWarnings("EnumOrdinal") // Any of them will do.
    private @Nullable Object leaf() {
        return switch (random.nextInt(21)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> random.nextInt() >> random.nextInt(32);
            case 6 -> random.nextLong() >> random.nextInt(64);
            case 7 -> Float.intBitsToFloat(random.nextInt());
            case 8 -> Double.longBitsToDouble(random.nextLong());
            case 9 -> remembered(new BigInteger(random.nextInt(200), random));
            case 10 -> remembered(new BigDecimal(new BigInteger(60, random), random.nextInt(40)));
            case 11 -> remembered(new UUID(random.nextLong(), random.nextLong()));
            case 12 -> time();
            case 13 -> TimeUnit.values()[random.nextInt(7)];
            case 14 -> Kind.values()[random.nextInt(3)];
            case 15, 16 -> remembered(primitives());
            case 17 -> remembered(path());
            default -> remembered(text());
        };
    }

    private String text() {
        char[] characters = new char[random.nextInt(random.nextInt(8) == 0 ? 2000 : 20)];
        int bound = random.nextInt(3) == 0 ? 0x10000 : 0x100;
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) random.nextInt(bound);
        }
        return new String(characters);
    }

    private Path path() {
        Path path = Path.of(random.nextBoolean() ? "/" : "");
        for (int i = random.nextInt(4); i > 0; i--) {
            path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }
        return path;
    }

    private Object time() {
        return switch (random.nextInt(5)) {
            case 0 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            case 1 -> Duration.ofNanos(random.nextLong());
            case 2 -> LocalDate.ofEpochDay(random.nextInt(1_000_000) - 500_000);
            case 3 -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
            default ->
                    LocalDateTime.of(2025, 1 + random.nextInt(12), 3, 4, 5, 6, random.nextInt(9));
        };
    }

    private Object primitives() {
        int length = random.nextInt(40);
        return switch (random.nextInt(9)) {
            case 0 -> new boolean[] {random.nextBoolean(), true};
            case 1 -> text().toCharArray();
            case 2 -> random.ints(length).toArray();
            case 3 -> random.longs(length).toArray();
            case 4 -> random.doubles(length).toArray();
            case 5 -> new float[] {random.nextFloat(), Float.NaN};
            case 6 -> new short[] {(short) random.nextInt(), -1};
            case 7 -> new int[][] {random.ints(3).toArray(), {}};
            default -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    private @Nullable Object container(int depth) {
        return switch (random.nextInt(22)) {
            case 0, 1 -> filled(new ArrayList<>(), depth, false);
            case 2 -> filled(linked(), depth, false);
            case 3 -> filled(new ArrayDeque<>(), depth, true);
            case 4 -> filled(new HashSet<>(), MAX_DEPTH, true);
            case 5 -> filled(new LinkedHashSet<>(), MAX_DEPTH, true);
            case 6 -> filled(new HashMap<>(), depth);
            case 7 -> filled(new LinkedHashMap<>(16, 0.75f, random.nextInt(3) == 0), depth);
            case 8 -> filled(new TreeMap<>(comparator()), depth);
            case 9 -> sortedSet();
            case 10 -> remembered(List.of(parts(depth)));
            case 11 -> remembered(Arrays.asList(parts(depth)));
            case 12 -> remembered(Stream.of(parts(depth)).toList());
            case 13 -> remembered(Set.copyOf(Arrays.asList(keys())));
            case 14 -> remembered(Map.copyOf(copyable(filled(new HashMap<>(), depth))));
            case 15 -> remembered(single(depth));
            case 16 -> remembered(parts(depth));
            case 17 -> remembered(new Anatomy.Box[] {new Anatomy.Box(value(depth + 1)), null});
            case 18 -> remembered(new Anatomy.Box(value(depth + 1)));
            case 19 -> remembered(lambda(value(depth + 1)));
            case 20 -> remembered(new Empty());
            default ->
                    remembered(
                            new Mixed<>(
                                    random.nextBoolean(),
                                    (byte) random.nextInt(),
                                    (char) random.nextInt(),
                                    (short) random.nextInt(),
                                    random.nextInt(),
                                    random.nextLong(),
                                    random.nextFloat(),
                                    random.nextDouble(),
                                    text(),
                                    value(depth + 1)));
        };
    }

    private Object single(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> Collections.emptyList();
            case 1 -> Collections.emptySet();
            case 2 -> Collections.emptyMap();
            case 3 -> Collections.singletonList(value(depth + 1));
            case 4 -> Collections.singleton(text());
            default -> Collections.singletonMap(text(), value(depth + 1));
        };
    }

    private Object[] parts(int depth) {
        Object[] parts = new Object[random.nextInt(5)];
        for (int i = 0; i < parts.length; i++) {
            Object part = value(depth + 1);
            parts[i] = part == null ? "none" : part;
        }
        return parts;
    }

    private Object[] keys() {
        Object[] keys = new Object[random.nextInt(20)];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = random.nextBoolean() ? text() : (Object) random.nextInt(10);
        }
        return keys;
    }

    private Object filled(Collection<@Nullable Object> empty, int depth, boolean isWithoutNull) {
        made.add(empty);
        if (depth >= MAX_DEPTH) {
            Collections.addAll(empty, keys());
            return empty;
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            Object part = value(depth + 1);
            empty.add(part == null && isWithoutNull ? "none" : part);
        }
        return empty;
    }

    private Map<Object, @Nullable Object> filled(Map<Object, @Nullable Object> empty, int depth) {
        made.add(empty);
        for (int i = random.nextInt(6); i > 0; i--) {
            empty.put(text(), value(depth + 1));
        }
        return empty;
    }

    private static Map<Object, Object> copyable(Map<Object, @Nullable Object> map) {
        Map<Object, Object> copyable = new HashMap<>();
        map.forEach((key, value) -> copyable.put(key, value == null ? "none" : value));
        return copyable;
    }

    private Object sortedSet() {
        TreeSet<Object> set = new TreeSet<>(comparator());
        for (int i = random.nextInt(9); i > 0; i--) {
            set.add(text());
        }
        return remembered(set);
    }

    private @Nullable Comparator<Object> comparator() {
        return switch (random.nextInt(4)) {
            case 0 -> raw(Comparator.naturalOrder());
            case 1 -> raw(Collections.reverseOrder());
            case 2 -> raw((Comparator<Object> & Serializable) (a, b) -> compare(b, a));
            default -> null;
        };
    }

    private static int compare(Object one, Object other) {
        return String.valueOf(one).compareTo(String.valueOf(other));
    }

    @SuppressWarnings("unchecked") // Compares texts only.
    private static Comparator<Object> raw(Comparator<?> comparator) {
        return (Comparator<Object>) comparator;
    }

    private Object lambda(@Nullable Object captured) {
        int number = random.nextInt();
        return random.nextBoolean()
                ? (Supplier<@Nullable Object> & Serializable) () -> captured
                : (Supplier<String> & Serializable) () -> captured + " " + number;
    }

    private <T> T remembered(T value) {
        if (value != null) {
            made.add(value);
        }
        return value;
    }

    @SuppressWarnings("JdkObsolete") // A linked list is the point.
    private static Collection<@Nullable Object> linked() {
        return new LinkedList<>();
    }

    @SuppressWarnings("unchecked") // Made here, to hold anything.
    private static List<Object> list(List<?> list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked") // Made here, to hold anything.
    private static Map<Object, Object> map(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    enum Kind {
        PLAIN,
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        },
        DOLLAR$
    }

    record Empty() implements Serializable {}

    record Mixed<T>(
            boolean truth,
            byte small,
            char character,
            short shorter,
            int number,
            long large,
            float rough,
            double fine,
            String text,
            @Nullable T other)
            implements Serializable {
        @Override
        public int hashCode() {
            return number;
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return this == object;
        }
    }
}
