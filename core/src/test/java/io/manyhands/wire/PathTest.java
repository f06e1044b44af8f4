package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PathTest {
    private final Codec codec = Codec.of(PathTest.class.getClassLoader());

    @Test
    void pathNamesTheFieldInsideTheListElement() {
        Customer customer = new Customer(new Socket());
        List<Order> orders = new ArrayList<>(Collections.nCopies(3, new Order(null)));
        orders.add(new Order(customer));

        NotEncodableException refusal = refusal(new Report(orders));

        assertThat(refusal.path()).isEqualTo("result.orders[3].customer.socket");
        assertThat(refusal.typeName()).isEqualTo(Socket.class.getTypeName());
        assertThat(refusal)
                .hasMessage(
                        "A result must be serializable to travel:"
                                + " path=result.orders[3].customer.socket, type="
                                + Socket.class.getTypeName())
                .hasCauseInstanceOf(NotSerializableException.class);
    }

    @Test
    void anUnserializableRootIsNamedByItsTypeAlone() {
        assertThat(refusal(new Socket()).path()).isEqualTo("result");
        assertThat(refusal(Optional.of("x")).typeName()).isEqualTo("java.util.Optional");
    }

    @Test
    void pathNamesTheKeyOfAMapValue() {
        Socket socket = new Socket();

        assertThat(path(new HashMap<>(Map.of("x", socket)))).isEqualTo("result[\"x\"]");
        assertThat(path(Map.of(7, socket, 8, "fine"))).isEqualTo("result[7]");
        assertThat(path(new TreeMap<>(Map.of("x", socket)))).isEqualTo("result[\"x\"]");
        assertThat(path(new ConcurrentHashMap<>(Map.of("x", socket)))).isEqualTo("result[\"x\"]");
        assertThat(path(new EnumMap<>(Map.of(DayOfWeek.MONDAY, socket))))
                .isEqualTo("result[MONDAY]");
        assertThat(path(new HashMap<>(Map.of(new Order(null), socket))))
                .isEqualTo("result[of type " + Order.class.getTypeName() + "]");
    }

    @Test
    void pathSaysThatAMapKeyIsTheReason() {
        assertThat(path(new HashMap<>(Map.of(new Socket(), "x"))))
                .isEqualTo("result[key of type " + Socket.class.getTypeName() + "]");
    }

    @Test
    void pathNamesElementsOfArraysListsAndSets() {
        Socket socket = new Socket();

        assertThat(path(new Object[][] {{}, {1, null, socket}})).isEqualTo("result[1][2]");
        assertThat(path(List.of("fine", socket))).isEqualTo("result[1]");
        assertThat(path(Arrays.asList(null, socket))).isEqualTo("result[1]");
        assertThat(path(new LinkedHashSet<>(Set.of(socket)))).isEqualTo("result[element]");
    }

    @Test
    void wrappersOfCollectionsAreSeenThrough() {
        List<Socket> list = Collections.synchronizedList(new ArrayList<>(List.of(new Socket())));

        assertThat(path(Collections.unmodifiableList(list))).isEqualTo("result[0]");
    }

    @Test
    void pathNamesTheOnlyFieldThatFitsInAClosedClass() {
        assertThat(path(new AtomicReference<>(new Socket()))).isEqualTo("result.value");
        assertThat(path(new IllegalStateException(new Failure(new Socket()))))
                .isEqualTo("result.cause.socket");
    }

    @Test
    void pathLeadsThroughSuppressedExceptions() {
        Exception outer = new Exception("outer");
        outer.addSuppressed(new Failure(new Socket()));

        assertThat(path(outer)).isEqualTo("result.suppressedExceptions[0].socket");
    }

    @Test
    void transientFieldsAreNotTheReason() throws Exception {
        WithTransient value = new WithTransient();
        value.skipped = new Socket();
        codec.encode(Subject.RESULT, value);

        value.kept = new Socket();

        assertThat(path(value)).isEqualTo("result.kept");
    }

    @Test
    void serialPersistentFieldsAreHonoured() throws Exception {
        codec.encode(Subject.RESULT, new Persistent("fine", new Socket()));

        assertThat(path(new Persistent(new Socket(), "fine"))).isEqualTo("result.kept");
    }

    @Test
    void pathNamesTransientFieldsThatWriteObjectWrites() {
        assertThat(path(new WritesItself(new Socket()))).isEqualTo("result.held");
    }

    @Test
    void pathLeadsThroughWriteReplace() {
        assertThat(path(new WithProxy(new Socket()))).isEqualTo("result.original");
    }

    @Test
    void writeObjectThatThrowsIsToldWithItsExceptionAndPath() {
        NotEncodableException refusal =
                refusal(List.of("fine", new Order(null), new Throwing(new Customer(null))));

        assertThat(refusal.path()).isEqualTo("result[2]");
        assertThat(refusal)
                .hasMessage(
                        "A result must not throw while being encoded: path=result[2], type="
                                + Throwing.class.getTypeName()
                                + ", thrown=java.lang.IllegalStateException: not now")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void anErrorInWriteReplaceIsARefusal() {
        NotEncodableException refusal = refusal(List.of(new ReplaceThrows()));

        assertThat(refusal.path()).isEqualTo("result[0]");
        assertThat(refusal).hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void aFailureThatDoesNotRepeatIsToldWithoutAPath() {
        NotEncodableException refusal = refusal(List.of(new ThrowsOnce()));

        assertThat(refusal.path()).isEqualTo("result");
        assertThat(refusal).hasMessageContaining("thrown=java.io.InvalidObjectException: once");
    }

    @Test
    void writeReplaceThatThrowsIsTheReasonHoweverDeep() {
        assertThat(path(new HashMap<>(Map.of("x", List.of("fine", new ReplaceThrows())))))
                .isEqualTo("result[\"x\"][1]");
    }

    @Test
    void originalsAreNamedWhereTheirReplacementsWereWritten() {
        List<Object> some = List.of("fine", 1);
        List<Object> others = List.of("fine", new WithProxy(new Socket()));

        assertThat(path(new Object[] {some, List.of(some, others)}))
                .isEqualTo("result[1][1][1].original");
    }

    @Test
    void ofSimilarListsTheOneWithThePartIsNamed() {
        List<Customer> fine = List.of(new Customer(null));
        List<Customer> guilty = List.of(new Customer(new Socket()));

        assertThat(path(List.of(fine, guilty))).isEqualTo("result[1][0].socket");
    }

    @Test
    void cyclesEndTheSearch() {
        List<Object> list = new ArrayList<>();
        Map<String, Object> map = new HashMap<>();
        list.add(map);
        list.add(list);
        map.put("back", list);
        map.put("socket", new Socket());

        assertThat(path(list)).isEqualTo("result[0][\"socket\"]");
    }

    @Test
    void noUserCodeRunsBesideSerializationHooks() {
        assertThat(path(new Touchy(new Socket()))).isEqualTo("result.socket");
        assertThat(path(new HashMap<>(Map.of("x", List.of(new Touchy(new Socket()))))))
                .isEqualTo("result[\"x\"][0].socket");
    }

    private String path(Object value) {
        return refusal(value).path();
    }

    private NotEncodableException refusal(Object value) {
        return catchThrowableOfType(
                NotEncodableException.class, () -> codec.encode(Subject.RESULT, value));
    }

    /// Stands for anything that cannot travel.
    static final class Socket {}

    record Report(List<Order> orders) implements Serializable {}

    record Order(@Nullable Customer customer) implements Serializable {}

    @SuppressWarnings("serial") // That is the point.
    record Customer(@Nullable Socket socket) implements Serializable {}

    @SuppressWarnings("serial") // That is the point.
    static final class Failure extends Exception {
        final Socket socket;

        Failure(Socket socket) {
            this.socket = socket;
        }
    }

    @SuppressWarnings("serial") // That is the point.
    static final class WithTransient implements Serializable {
        transient @Nullable Socket skipped;
        @Nullable Socket kept;
    }

    @SuppressWarnings("serial") // That is the point.
    static final class Persistent implements Serializable {
        @SuppressWarnings("UnusedVariable") // Read by serialization.
        private static final ObjectStreamField[] serialPersistentFields = {
            new ObjectStreamField("kept", Object.class)
        };

        final Object kept;
        final Object dropped;

        Persistent(Object kept, Object dropped) {
            this.kept = kept;
            this.dropped = dropped;
        }
    }

    static final class WritesItself implements Serializable {
        private static final long serialVersionUID = 1L;
        private final transient Socket held;

        WritesItself(Socket held) {
            this.held = held;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeObject(held);
        }
    }

    static final class WithProxy implements Serializable {
        private static final long serialVersionUID = 1L;
        final transient Socket original;

        WithProxy(Socket original) {
            this.original = original;
        }

        private Object writeReplace() throws ObjectStreamException {
            return new Object[] {original};
        }
    }

    static final class Throwing implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Customer customer;

        Throwing(Customer customer) {
            this.customer = customer;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(customer);
            throw new IllegalStateException("not now");
        }
    }

    static final class ReplaceThrows implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() throws ObjectStreamException {
            throw new AssertionError("no");
        }
    }

    static final class ThrowsOnce implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient boolean thrown;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (!thrown) {
                thrown = true;
                throw new InvalidObjectException("once");
            }
            out.defaultWriteObject();
        }
    }

    @SuppressWarnings("serial") // That is the point.
    static final class Touchy implements Serializable {
        final Socket socket;

        Touchy(Socket socket) {
            this.socket = socket;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("equals");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString");
        }
    }
}
