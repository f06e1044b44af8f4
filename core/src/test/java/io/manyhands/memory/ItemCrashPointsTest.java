package io.manyhands.memory;

import static io.manyhands.memory.ItemStores.drain;
import static io.manyhands.memory.ItemStores.fill;
import static io.manyhands.memory.ItemStores.lease;
import static io.manyhands.memory.ItemStores.placeOf;
import static io.manyhands.memory.ItemStores.put;
import static io.manyhands.memory.ItemStores.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.memory.ItemStores.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A member dies at its k-th access to the memory, for every k; so does the next, which finds what
/// it left; then a third looks: an operation happened wholly or not at all, and nothing is lost.
final class ItemCrashPointsTest {
    static final List<Kind> KINDS = List.of(ItemStores.RING, ItemStores.HEAP);
    private static final String LONG = "x".repeat(70);
    private static final String LESS =
            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DONE_WITH = "z".repeat(60);
    private static final int AT_LEAST = 2;
    private static final int BEFORE = 180;
    private static final int HEIRS = 60;
    private static final int NOBODY = -1;

    /// The mortal's id.
    private static final int LESSEE = FakeMembers.first().other(1).self();

    /// What is done before, by two members.
    interface Preparation {
        /// Returns a place for the operation.
        long run(ItemStore survivor, ItemStore mortal);
    }

    /// What the mortal does.
    interface Operation {
        void run(ItemStore mortal, long place);
    }

    /// @param outcomes what may be left, in the order in which it is taken
    record Scenario(
            String name, Preparation before, Operation operation, List<List<String>> outcomes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cases() {
        return KINDS.stream()
                .flatMap(kind ->
                        Stream.of(puts(), takes(), leases(), moves(kind), removals())
                                .flatMap(List::stream)
                                .map(scenario -> Arguments.of(kind, scenario)));
    }

    private static List<Scenario> puts() {
        return List.of(
                scenario("put", filled("a", "b"), (m, _) -> fill(m, LONG), "a b", "a b " + LONG),
                scenario("put the first", filled(), (m, _) -> fill(m, "a"), "", "a"),
                scenario("close", filled("a", "b"), (m, _) -> m.close(), "a b"),
                scenario("say done", filled("a", "b"), (m, _) -> m.done(), "a b"));
    }

    private static List<Scenario> takes() {
        return List.of(
                scenario("take", filled("a", LONG), (m, _) -> take(m), "a " + LONG, LONG),
                scenario("take the last", filled("a"), (m, _) -> take(m), "a", ""),
                scenario("peek", filled("a", "b"), (m, _) -> m.peek(new ItemBytes()), "a b"),
                scenario(
                        "take and put",
                        filled("a", "b", "c", "d"),
                        (m, _) -> {
                            take(m);
                            fill(m, "e");
                        },
                        "a b c d",
                        "b c d",
                        "b c d e"));
    }

    private static List<Scenario> leases() {
        return List.of(
                scenario("lease", filled("a", "b"), (m, _) -> lease(m), "a b"),
                scenario(
                        "lease two",
                        filled("a", "b", "c"),
                        (m, _) -> {
                            lease(m);
                            lease(m);
                        },
                        "a b c"),
                scenario("finish", leasedBy(false), (m, p) -> m.finish(p), "a b c", "b c"),
                scenario("give back", leasedBy(false), (m, p) -> m.giveBack(p), "a b c"),
                scenario("take returned", leasedBy(true), (m, _) -> take(m), "a b c", "b c"),
                scenario("lease returned", leasedBy(true), (m, _) -> lease(m), "a b c"),
                scenario("remove returned", leasedBy(true), (m, p) -> m.remove(p), "a b c", "b c"));
    }

    /// What was done with behind open leases is in the way, in a ring.
    @SuppressWarnings("ReferenceEquality") // a kind is itself
    private static List<Scenario> moves(Kind kind) {
        if (kind != ItemStores.RING) {
            return List.of();
        }
        return List.of(
                scenario(
                        "put behind a lease",
                        (survivor, mortal) -> leasedBehind(survivor, mortal, LESS, DONE_WITH),
                        (m, _) -> fill(m, LONG),
                        LESS,
                        LESS + " " + LONG),
                scenario(
                        "put behind two leases",
                        (survivor, mortal) -> {
                            leasedBehind(survivor, mortal, "a", DONE_WITH);
                            return leasedBehind(survivor, mortal, LESS, DONE_WITH);
                        },
                        (m, _) -> fill(m, LONG),
                        "a " + LESS,
                        "a " + LESS + " " + LONG),
                scenario(
                        "put behind a moved lease",
                        ItemCrashPointsTest::leaseMoved,
                        (m, _) -> fill(m, DONE_WITH + "!"),
                        LESS,
                        LESS + " " + DONE_WITH + "!"),
                scenario(
                        "finish a moved lease",
                        ItemCrashPointsTest::leaseMoved,
                        (m, p) -> assertThat(m.finish(p)).isEqualTo(Outcome.DONE),
                        LESS,
                        ""),
                scenario(
                        "give back a moved lease",
                        ItemCrashPointsTest::leaseMoved,
                        (m, p) -> assertThat(m.giveBack(p)).isEqualTo(Outcome.DONE),
                        LESS));
    }

    /// Returns the place of a lease of the mortal's, behind which much was done with.
    private static long leasedBehind(
            ItemStore survivor, ItemStore mortal, String leased, String done) {
        fill(survivor, leased);
        long place = lease(mortal).place();
        for (int i = 0; i < 2; i++) {
            fill(survivor, done);
            take(survivor);
        }
        return place;
    }

    private static long leaseMoved(ItemStore survivor, ItemStore mortal) {
        long place = leasedBehind(survivor, mortal, LESS, DONE_WITH);
        fill(survivor, LONG, DONE_WITH);
        take(survivor);
        take(survivor);
        return place;
    }

    private static List<Scenario> removals() {
        return List.of(
                scenario("remove a", removing("a"), (m, p) -> m.remove(p), "a b c", "b c"),
                scenario("remove b", removing("b"), (m, p) -> m.remove(p), "a b c", "a c"),
                scenario("remove c", removing("c"), (m, p) -> m.remove(p), "a b c", "a b"),
                scenario(
                        "take before removed",
                        (survivor, _) -> {
                            fill(survivor, "a", "b", "c");
                            survivor.remove(placeOf(survivor, "b"));
                            return 0;
                        },
                        (m, _) -> take(m),
                        "a c",
                        "c"));
    }

    private static Scenario scenario(
            String name, Preparation before, Operation operation, String... outcomes) {
        List<List<String>> lists =
                Stream.of(outcomes)
                        .map(all -> all.isEmpty() ? List.<String>of() : List.of(all.split(" ")))
                        .toList();
        return new Scenario(name, before, operation, lists);
    }

    private static Preparation filled(String... items) {
        return (survivor, _) -> {
            fill(survivor, items);
            return 0;
        };
    }

    private static Preparation removing(String item) {
        return (survivor, _) -> {
            fill(survivor, "a", "b", "c");
            return placeOf(survivor, item);
        };
    }

    private static Preparation leasedBy(boolean isReturned) {
        return (survivor, mortal) -> {
            fill(survivor, "a", "b", "c");
            long place = lease(mortal).place();
            if (isReturned) {
                mortal.giveBack(place);
            }
            return place;
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operationHappensWhollyOrNotAtAll(Kind kind, Scenario scenario) {
        assertThat(enumerate(kind, scenario, UnaryOperator.identity(), NOBODY))
                .isGreaterThan(AT_LEAST);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void soItDoesWhenTheNextDiesToo(Kind kind, Scenario scenario) {
        for (int heir = 0; heir < HEIRS; heir++) {
            enumerate(kind, scenario, UnaryOperator.identity(), heir);
        }
    }

    static List<Kind> kinds() {
        return KINDS;
    }

    /// Also before anybody takes something, which would undo what the dead one has left.
    @ParameterizedTest
    @MethodSource("kinds")
    void roomThatADyingLesseeLeavesIsThereForPutters(Kind kind) {
        boolean isDone = false;
        for (int crashAt = 0; !isDone; crashAt++) {
            Words words = kind.laid();
            FakeMembers first = FakeMembers.first();
            FakeMembers second = first.other(1);
            ItemStore survivor = kind.of(words, first);
            fill(survivor, "a", "b", "c", "d");
            take(survivor);
            MortalWords dying = new MortalWords(words);
            ItemStore mortal = kind.of(dying, second);
            dying.dieAfter(crashAt);
            isDone = MortalWords.survives(() -> lease(mortal));
            second.die();
            assertThat(put(survivor, "e")).as("at " + crashAt).isEqualTo(Outcome.DONE);
            assertThat(put(survivor, "f")).as("at " + crashAt).isEqualTo(Outcome.FULL);
        }
    }

    @Test
    void putThatShowsBeforeItWritesIsCaught() {
        assertThatThrownBy(
                        () -> enumerate(ItemStores.RING, puts().getFirst(), ShowFirst::new, NOBODY))
                .isInstanceOf(Throwable.class);
    }

    @Test
    void leaseThatIsNotNotedIsCaught() {
        assertThatThrownBy(() ->
                        enumerate(ItemStores.RING, leases().getFirst(), NoStates::new, NOBODY))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void allIsDoneOnlyIfThatIsNotUndone(Kind kind) {
        boolean isDone = false;
        for (int crashAt = 0; !isDone; crashAt++) {
            Words words = kind.laid();
            FakeMembers second = FakeMembers.first().other(1);
            MortalWords dying = new MortalWords(words);
            ItemStore mortal = kind.of(dying, second);
            fill(mortal, "a");
            long place = lease(mortal).place();
            dying.dieAfter(crashAt);
            isDone = MortalWords.survives(() -> mortal.finish(place));
            // Others find out later that it has died.
            ItemStore survivor = kind.of(words, FakeMembers.first());
            Outcome rests = survivor.rests();
            second.die();
            assertThat(drain(kind.of(words, second.heir())))
                    .as("crash at " + crashAt)
                    .hasSizeLessThanOrEqualTo(rests == Outcome.DONE ? 0 : 1);
            assertThat(isDone && rests != Outcome.DONE).isFalse();
        }
    }

    /// Returns how many crash points there were.
    private static int enumerate(
            Kind kind, Scenario scenario, UnaryOperator<Words> fault, int heirDiesAt) {
        for (int crashAt = 0; ; crashAt++) {
            Words words = kind.laid();
            FakeMembers first = FakeMembers.first();
            FakeMembers second = first.other(1);
            ItemStore survivor = kind.of(words, first);
            turnAround(survivor);
            MortalWords dying = new MortalWords(words);
            ItemStore mortal = kind.of(fault.apply(dying), second);
            long place = scenario.before().run(survivor, mortal);
            dying.dieAfter(crashAt);
            boolean done = MortalWords.survives(() -> scenario.operation().run(mortal, place));
            second.die();
            if (heirDiesAt != NOBODY) {
                goOnAndDie(kind, words, second.heir(), heirDiesAt);
            }
            ensureOneOf(scenario.outcomes(), survivor, scenario.name() + " at " + crashAt);
            if (done) {
                return crashAt;
            }
        }
    }

    /// Lets the items of a ring lie around its end.
    private static void turnAround(ItemStore store) {
        fill(store, "x".repeat(BEFORE));
        take(store);
    }

    /// Looks at everything and changes nothing, but dies.
    private static void goOnAndDie(Kind kind, Words words, FakeMembers heir, int crashAt) {
        MortalWords dying = new MortalWords(words);
        ItemStore store = kind.of(dying, heir);
        dying.dieAfter(crashAt);
        boolean _ =
                MortalWords.survives(() -> {
                    ItemBytes item = new ItemBytes();
                    if (store.take(item, Taking.ON_LEASE) == Outcome.DONE) {
                        store.giveBack(item.place());
                    }
                    store.next(item);
                });
        heir.die();
    }

    private static void ensureOneOf(List<List<String>> outcomes, ItemStore store, String what) {
        assertThat(drain(store)).as(what).isIn(outcomes);
        assertThat(store.size()).as(what).isZero();
        if (store.isClosed()) {
            assertThat(take(store)).isEqualTo(Outcome.CLOSED.name());
            return;
        }
        String[] more = {"k", "l", "m", "n"};
        fill(store, more);
        assertThat(put(store, "o")).as(what).isEqualTo(Outcome.FULL);
        assertThat(drain(store)).as(what).containsExactly(more);
        fill(store, "y".repeat(ItemStores.LONGEST));
        assertThat(drain(store)).as(what).hasSize(1);
    }

    /// Words that hold what is copied back until something was shown.
    private static final class ShowFirst extends ForwardingWords {
        private Runnable held = () -> {};

        ShowFirst(Words words) {
            super(words);
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            Runnable before = held;
            byte[] bytes = Arrays.copyOfRange(source, offset, offset + length);
            held =
                    () -> {
                        before.run();
                        super.copyIn(at, bytes, 0, bytes.length);
                    };
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            super.storeLongVolatile(at, value);
            show();
        }

        @Override
        public void storeLongRelease(long at, long value) {
            super.storeLongRelease(at, value);
            show();
        }

        private void show() {
            Runnable now = held;
            held = () -> {};
            now.run();
        }
    }

    /// Words in which no state of a record is noted.
    private static final class NoStates extends ForwardingWords {
        NoStates(Words words) {
            super(words);
        }

        @Override
        public void storeLongRelease(long at, long value) {
            if ((int) (value >> Integer.SIZE) != LESSEE) {
                super.storeLongRelease(at, value);
            }
        }
    }
}
