package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random object graphs, with cycles and shared references, compared with plain JDK serialization.
final class RandomGraphTest {
    private static final int GRAPHS = 300;

    private final Codec codec = Codec.of(RandomGraphTest.class.getClassLoader());

    @Test
    void anyGraphComesBackAsJdkSerializationGivesIt() throws Exception {
        for (long seed = 0; seed < GRAPHS; seed++) {
            Object graph = new Generator(seed).graph();

            String copied = shape(codec.decode(codec.encode(Subject.VALUE, graph)));

            assertThat(copied)
                    .as("seed=" + seed)
                    .isEqualTo(shape(graph))
                    .isEqualTo(shape(plainCopy(graph)));
        }
    }

    @Test
    void aGraphWithOneUnserializablePartIsRefusedWithItsType() {
        for (long seed = 0; seed < GRAPHS; seed++) {
            Generator generator = new Generator(seed);
            Node root = generator.graph();
            generator.anyReachable(root).extra = new Unserializable();

            try {
                codec.encode(Subject.RESULT, root);
                assertThat(false).as("seed=" + seed).isTrue();
            } catch (NotEncodableException e) {
                assertThat(e.typeName())
                        .as("seed=" + seed)
                        .isEqualTo(Unserializable.class.getTypeName());
                assertThat(e.path()).as("seed=" + seed).startsWith("result").endsWith(".extra");
            }
        }
    }

    private static Object plainCopy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    /// Text that is equal for graphs of equal shape: objects are numbered as they are met.
    private static String shape(@Nullable Object root) {
        StringBuilder text = new StringBuilder();
        shape(root, new IdentityHashMap<>(), text);
        return text.toString();
    }

    private static void shape(
            @Nullable Object value, Map<Object, Integer> numbers, StringBuilder text) {
        if (value == null || value instanceof String || value instanceof Number) {
            text.append(value).append(' ');
            return;
        }
        Integer known = numbers.putIfAbsent(value, numbers.size());
        if (known != null) {
            text.append('#').append(known).append(' ');
            return;
        }
        text.append(value.getClass().getSimpleName()).append('(');
        switch (value) {
            case Node node -> {
                shape(node.left, numbers, text);
                shape(node.right, numbers, text);
                shape(node.extra, numbers, text);
            }
            case List<?> list -> list.forEach(element -> shape(element, numbers, text));
            case Object[] array -> List.of(array).forEach(element -> shape(element, numbers, text));
            case Map<?, ?> map ->
                    map.keySet().stream()
                            .sorted()
                            .forEach(key -> {
                                text.append(key).append('=');
                                shape(map.get(key), numbers, text);
                            });
            default -> text.append(value);
        }
        text.append(')');
    }

    static final class Unserializable {}

    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        @Nullable Node left;
        @Nullable Node right;

        @SuppressWarnings("serial") // Holds what must be refused, too.
        @Nullable Object extra;
    }

    /// Makes graphs; the same seed makes the same graph.
    private static final class Generator {
        private static final int MAX_NODES = 40;

        private final Random random;
        private final List<Node> nodes = new ArrayList<>();

        Generator(long seed) {
            random = new Random(seed);
        }

        Node graph() {
            int count = 1 + random.nextInt(MAX_NODES);
            for (int i = 0; i < count; i++) {
                nodes.add(new Node());
            }
            for (Node node : nodes) {
                node.left = random.nextBoolean() ? any() : null;
                node.right = random.nextBoolean() ? any() : null;
                node.extra = extra();
            }
            return nodes.getFirst();
        }

        /// Some node that hangs on the root by its left and right references.
        Node anyReachable(Node root) {
            Node node = root;
            for (int i = random.nextInt(MAX_NODES); i > 0; i--) {
                Node next = random.nextBoolean() ? node.left : node.right;
                node = next == null ? node : next;
            }
            return node;
        }

        private Node any() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private @Nullable Object extra() {
            return switch (random.nextInt(6)) {
                case 0 -> null;
                case 1 -> "text" + random.nextInt(9);
                case 2 -> random.nextLong();
                case 3 -> new ArrayList<>(List.of(any(), any(), "x"));
                case 4 -> new HashMap<>(Map.of("a", any(), "b", any()));
                default -> new Object[] {any(), 1, any()};
            };
        }
    }
}
