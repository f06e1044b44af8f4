package io.manyhands.memory;

import static io.manyhands.memory.ItemStores.drain;
import static io.manyhands.memory.ItemStores.fill;
import static io.manyhands.memory.ItemStores.lease;
import static io.manyhands.memory.ItemStores.placeOf;
import static io.manyhands.memory.ItemStores.put;
import static io.manyhands.memory.ItemStores.take;
import static io.manyhands.memory.ItemStores.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStores.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What any store of items does, seen by two members.
final class ItemStoreTest {
    static final List<Kind> KINDS = List.of(ItemStores.RING, ItemStores.HEAP);

    @ParameterizedTest
    @FieldSource("KINDS")
    void itemsComeOutAsTheyWerePutAroundTheEnd(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        for (int i = 0; i < 100; i++) {
            String item = "x".repeat(i) + i;
            fill(store, item, "b" + i);
            assertThat(drain(store)).containsExactly(item, "b" + i);
            assertThat(store.size()).isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void fullByItemsAndByBytes(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        fill(store, "a", "b", "c", "d");
        assertThat(put(store, "e")).isEqualTo(Outcome.FULL);
        assertThat(store.remainingItems()).isZero();
        assertThat(take(store)).isEqualTo("a");
        fill(store, "e");
        assertThat(drain(store)).containsExactly("b", "c", "d", "e");
        fill(store, "x".repeat(150));
        assertThat(put(store, "y".repeat(150))).isEqualTo(Outcome.FULL);
        assertThat(store.remainingItems()).isEqualTo(3);
        assertThat(drain(store)).hasSize(1);
        fill(store, "y".repeat(150));
        assertThat(store.canHold(10_000)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void leasedItemsComeBackBeforeTheOthers(Kind kind) {
        FakeMembers first = FakeMembers.first();
        FakeMembers second = first.other(1);
        Words words = kind.laid();
        ItemStore store = kind.of(words, first);
        ItemStore other = kind.of(words, second);
        fill(store, "a", "b", "c", "d");
        ItemBytes a = lease(other);
        ItemBytes b = lease(store);
        ItemBytes c = lease(other);
        assertThat(text(a) + text(b) + text(c)).isEqualTo("abc");
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.remainingItems()).isZero();
        assertThat(put(store, "e")).isEqualTo(Outcome.FULL);
        assertThat(store.finish(a.place())).isEqualTo(Outcome.ABSENT);
        assertThat(other.finish(a.place())).isEqualTo(Outcome.DONE);
        assertThat(other.finish(a.place())).isEqualTo(Outcome.ABSENT);
        second.die();
        assertThat(store.giveBack(b.place())).isEqualTo(Outcome.DONE);
        assertThat(take(store)).isEqualTo("b");
        assertThat(drain(store)).containsExactlyInAnyOrder("c", "d");
        assertThat(store.size()).isZero();
        assertThat(store.remainingItems()).isEqualTo(4);
        fill(store, "a", "b", "c", "d");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void closedOnlyWhenNothingCanComeBack(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        fill(store, "a");
        ItemBytes a = lease(store);
        assertThat(store.close()).isEqualTo(Outcome.DONE);
        assertThat(store.isClosed()).isTrue();
        assertThat(put(store, "b")).isEqualTo(Outcome.CLOSED);
        assertThat(take(store)).isEqualTo("EMPTY");
        assertThat(store.giveBack(a.place())).isEqualTo(Outcome.DONE);
        a = lease(store);
        assertThat(store.finish(a.place())).isEqualTo(Outcome.DONE);
        assertThat(take(store)).isEqualTo("CLOSED");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void removedAnywhereMakesRoomAtOnce(Kind kind) {
        for (String removed : List.of("a", "b", "c", "d")) {
            ItemStore store = kind.of(kind.laid(), FakeMembers.first());
            fill(store, "a", "b", "c", "d");
            long place = placeOf(store, removed);
            assertThat(store.remove(place)).isEqualTo(Outcome.DONE);
            assertThat(store.remove(place)).isEqualTo(Outcome.ABSENT);
            assertThat(store.size()).isEqualTo(3);
            fill(store, "e");
            assertThat(put(store, "f")).isEqualTo(Outcome.FULL);
            List<String> expected = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
            expected.remove(removed);
            ItemBytes peeked = new ItemBytes();
            assertThat(store.peek(peeked)).isEqualTo(Outcome.DONE);
            assertThat(text(peeked)).isEqualTo(expected.getFirst());
            assertThat(drain(store)).isEqualTo(expected);
            fill(store, "x".repeat(200));
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void returnedItemIsPeekedAtGoneThroughAndRemoved(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        fill(store, "a", "b", "c");
        ItemBytes a = lease(store);
        ItemBytes b = lease(store);
        assertThat(store.giveBack(b.place())).isEqualTo(Outcome.DONE);
        ItemBytes item = new ItemBytes();
        List<String> seen = new ArrayList<>();
        while (store.next(item) == Outcome.DONE) {
            seen.add(text(item));
        }
        assertThat(seen).containsExactlyInAnyOrder("b", "c");
        assertThat(store.peek(item)).isEqualTo(Outcome.DONE);
        assertThat(text(item)).isEqualTo("b");
        assertThat(store.remove(placeOf(store, "b"))).isEqualTo(Outcome.DONE);
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.giveBack(a.place())).isEqualTo(Outcome.DONE);
        assertThat(drain(store)).containsExactly("a", "c");
    }

    @Test
    void lastThatWasPutIsTakenFirstHoweverLeasesComeBack() {
        for (boolean isLastFirst : new boolean[] {true, false}) {
            ItemStore store = ItemStores.lifo(FakeMembers.first());
            fill(store, "a", "b", "c");
            ItemBytes c = lease(store);
            ItemBytes b = lease(store);
            for (ItemBytes item : isLastFirst ? List.of(c, b) : List.of(b, c)) {
                assertThat(store.giveBack(item.place())).isEqualTo(Outcome.DONE);
            }
            ItemBytes item = new ItemBytes();
            List<String> seen = new ArrayList<>();
            while (store.next(item) == Outcome.DONE) {
                seen.add(text(item));
            }
            assertThat(seen).containsExactly("c", "b", "a");
            assertThat(drain(store)).containsExactly("c", "b", "a");
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatIsUnfinishedIsNeverLessThanNothing(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        fill(store, "a");
        ItemBytes a = lease(store);
        assertThat(store.done()).isEqualTo(Outcome.DONE);
        assertThat(store.finish(a.place())).isEqualTo(Outcome.DONE);
        assertThat(store.unfinished()).isZero();
        assertThat(store.done()).isEqualTo(Outcome.ABSENT);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatIsUnfinishedIsCounted(Kind kind) {
        ItemStore store = kind.of(kind.laid(), FakeMembers.first());
        assertThat(store.done()).isEqualTo(Outcome.ABSENT);
        fill(store, "a", "b");
        assertThat(store.unfinished()).isEqualTo(2);
        assertThat(take(store)).isEqualTo("a");
        assertThat(store.done()).isEqualTo(Outcome.DONE);
        assertThat(store.done()).isEqualTo(Outcome.DONE);
        assertThat(store.unfinished()).isZero();
        assertThat(store.done()).isEqualTo(Outcome.ABSENT);
    }
}
