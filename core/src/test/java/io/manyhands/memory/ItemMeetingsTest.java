package io.manyhands.memory;

import static io.manyhands.memory.ItemStores.CAPACITY;
import static io.manyhands.memory.ItemStores.drain;
import static io.manyhands.memory.ItemStores.fill;
import static io.manyhands.memory.ItemStores.lease;
import static io.manyhands.memory.ItemStores.placeOf;
import static io.manyhands.memory.ItemStores.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.memory.ItemStores.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Between two accesses of one member another one puts, or the other way round; before that a third
/// died at any access. Who is told that a queue is full is woken when it is not, and there are
/// never more items than may be.
final class ItemMeetingsTest {
    private static final List<Kind> KINDS = List.of(ItemStores.RING, ItemStores.HEAP);
    private static final String LONG = "x".repeat(ItemStores.LONGEST);
    private static final List<String> FOUR = List.of("a", "b", "c", "d");
    private static final String LARGE = "y".repeat(150);

    /// What a member does.
    interface Operation {
        void run(ItemStore store, long place);
    }

    record Step(String name, Operation operation) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Step FINISH = new Step("finish", ItemStore::finish);

    /// What makes room, done by one that dies: the first item is on lease to it, or another is
    /// still there.
    private static final List<Step> DYING =
            List.of(
                    new Step("nothing", (_, _) -> {}),
                    new Step("take", (store, _) -> take(store)),
                    FINISH,
                    new Step("remove", ItemStore::remove));

    /// What the other does that lives.
    private static final List<Step> LIVING =
            List.of(
                    new Step("take", (store, _) -> take(store)),
                    new Step("lease", (store, _) -> store.take(new ItemBytes(), Taking.ON_LEASE)),
                    new Step("peek", (store, _) -> store.peek(new ItemBytes())),
                    new Step("next", (store, _) -> store.next(new ItemBytes())),
                    new Step("remove", ItemStore::remove),
                    new Step("done", (store, _) -> store.done()));

    static Stream<Arguments> cases() {
        return KINDS.stream()
                .flatMap(kind ->
                        DYING.stream()
                                .flatMap(dying ->
                                        LIVING.stream()
                                                .map(other -> Arguments.of(kind, dying, other))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void putterInWantOfBytesIsWokenOrTriesAgain(Kind kind, Step dying, Step living) {
        for (boolean isPutterFirst : new boolean[] {true, false}) {
            enumerate(new Meeting(kind, dying, living, isPutterFirst, LARGE, List.of(LONG)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void putterInWantOfPlacesIsWokenOrTriesAgain(Kind kind, Step dying, Step living) {
        for (boolean isPutterFirst : new boolean[] {true, false}) {
            enumerate(new Meeting(kind, dying, living, isPutterFirst, "e", FOUR));
        }
    }

    private static void enumerate(Meeting meeting) {
        boolean survives = false;
        for (int crashAt = 0; !survives; crashAt++) {
            boolean isMet = true;
            for (int meetAt = 0; isMet; meetAt++) {
                Trial trial = new Trial(meeting);
                survives = trial.dies(crashAt);
                isMet = trial.meet(meetAt);
                trial.check(meeting + ", crash at " + crashAt + ", meeting at " + meetAt);
            }
        }
    }

    /// @param isPutterFirst whether the putter is the one that stands still meanwhile
    private record Meeting(
            Kind kind,
            Step dying,
            Step living,
            boolean isPutterFirst,
            String item,
            List<String> before) {}

    private static final class Trial {
        private final Meeting meeting;
        private final FakeMembers first = FakeMembers.first();
        private final FakeMembers second = first.other(1);
        private final MeetingWords putterWords;
        private final MeetingWords otherWords;
        private final MortalWords mortalWords;
        private final ItemStore putter;
        private final ItemStore other;
        private final ItemStore mortal;
        private final ItemStore whole;
        private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.AGAIN);
        private final long place;
        private boolean isWhole;

        Trial(Meeting meeting) {
            this.meeting = meeting;
            Words words = meeting.kind.laid();
            putterWords = new MeetingWords(words);
            otherWords = new MeetingWords(words);
            mortalWords = new MortalWords(words);
            putter = meeting.kind.of(putterWords, first);
            mortal = meeting.kind.of(mortalWords, second);
            other = meeting.kind.of(otherWords, first.other(2));
            whole = meeting.kind.of(words, first);
            meeting.before.forEach(item -> fill(whole, item));
            place =
                    meeting.dying.equals(FINISH)
                            ? lease(mortal).place()
                            : placeOf(whole, meeting.before.getFirst());
        }

        /// Returns whether it came to its end.
        boolean dies(int crashAt) {
            mortalWords.dieAfter(crashAt);
            boolean isDone = MortalWords.survives(() -> meeting.dying.operation.run(mortal, place));
            second.die();
            isWhole = isDone || crashAt == 0;
            return isDone;
        }

        /// Returns whether the one did so much that the other came.
        boolean meet(int accesses) {
            AtomicReference<Boolean> isMet = new AtomicReference<>(false);
            MeetingWords words = meeting.isPutterFirst ? putterWords : otherWords;
            Runnable guest = meeting.isPutterFirst ? this::act : this::put;
            words.meetAfter(
                    accesses,
                    () -> {
                        isMet.set(true);
                        guest.run();
                    });
            if (meeting.isPutterFirst) {
                put();
            } else {
                act();
            }
            return isMet.get();
        }

        private void put() {
            putter.room().add(Members.slot(first.self()));
            outcome.set(ItemStores.put(putter, meeting.item));
        }

        private void act() {
            meeting.living.operation.run(other, place);
        }

        void check(String when) {
            boolean sleeps = outcome.get() == Outcome.FULL && first.rung() == 0;
            Outcome later = ItemStores.put(whole, meeting.item);
            assertThat(sleeps && later == Outcome.DONE).as("sleeps for ever: " + when).isFalse();
            while (later == Outcome.DONE) {
                later = ItemStores.put(whole, meeting.item);
            }
            // What is undone may have made room for one that has come since.
            int most = isWhole ? CAPACITY : CAPACITY + 1;
            assertThat(drain(whole)).as(when).hasSizeLessThanOrEqualTo(most);
        }
    }
}
