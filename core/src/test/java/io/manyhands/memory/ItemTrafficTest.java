package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.memory.ItemStores.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Threads that are members put and take at the same time, and die at random accesses; each time a
/// new member goes on in its place.
final class ItemTrafficTest {
    static final List<Kind> KINDS = List.of(ItemStores.RING, ItemStores.HEAP);

    private static final int PUTTERS = 2;
    private static final int ITEMS = 2_000;
    private static final int LIVES = 150;

    /// The first slot of those who take.
    private static final int TAKERS = 10;

    private final Set<String> unsure = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger putting = new AtomicInteger(PUTTERS);

    @ParameterizedTest
    @FieldSource("KINDS")
    void nothingIsLostOrDoubledByDeaths(Kind kind) throws Exception {
        Words words = kind.laid();
        FakeMembers first = FakeMembers.first();
        List<Future<List<String>>> takers = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < PUTTERS; i++) {
                int number = i;
                Mortal mortal = new Mortal(kind, words, first.other(1 + number));
                Future<?> _ = threads.submit(() -> putAll(mortal, number));
            }
            for (Taking how : List.of(Taking.FOR_GOOD, Taking.ON_LEASE)) {
                Mortal mortal = new Mortal(kind, words, first.other(TAKERS + takers.size()));
                Callable<List<String>> taker = () -> takeAll(mortal, how);
                takers.add(threads.submit(taker));
            }
            for (Future<List<String>> taker : takers) {
                assertThat(taker.get()).isNotEmpty();
            }
        }
        List<String> taken = new ArrayList<>(takers.get(0).get());
        taken.addAll(takers.get(1).get());
        taken.addAll(ItemStores.drain(kind.of(words, first)));
        ensureAllOnce(taken);
    }

    private void ensureAllOnce(List<String> taken) {
        Set<String> seen = new HashSet<>();
        Map<String, Integer> doubled = new HashMap<>();
        for (String item : taken) {
            if (!seen.add(item)) {
                doubled.merge(item, 1, Integer::sum);
            }
        }
        assertThat(doubled).isEmpty();
        int missing = 0;
        for (int putter = 0; putter < PUTTERS; putter++) {
            for (int i = 0; i < ITEMS; i++) {
                String item = putter + "-" + i;
                missing += seen.contains(item) || unsure.contains(item) ? 0 : 1;
            }
        }
        // Each death of one who takes for good may have had one item already.
        assertThat(missing).isLessThanOrEqualTo(lost.get());
    }

    private void putAll(Mortal mortal, int number) {
        for (int i = 0; i < ITEMS; i++) {
            String item = number + "-" + i;
            @Nullable Outcome outcome = Outcome.FULL;
            while (outcome == Outcome.FULL || outcome == Outcome.AGAIN) {
                outcome = mortal.live(store -> ItemStores.put(store, item));
                if (outcome == null) {
                    // It may be there: it is not put again.
                    unsure.add(item);
                }
            }
        }
        putting.decrementAndGet();
    }

    private List<String> takeAll(Mortal mortal, Taking how) {
        List<String> taken = new ArrayList<>();
        ItemBytes item = new ItemBytes();
        @Nullable Outcome outcome = Outcome.DONE;
        while (outcome != Outcome.EMPTY || putting.get() > 0) {
            outcome = mortal.live(store -> store.take(item, how));
            if (outcome == null) {
                lost.addAndGet(how == Taking.FOR_GOOD ? 1 : 0);
                outcome = Outcome.AGAIN;
            } else if (outcome == Outcome.DONE) {
                if (how == Taking.FOR_GOOD || finish(mortal, item.place())) {
                    taken.add(ItemStores.text(item));
                }
            }
        }
        return taken;
    }

    /// Ends a lease. Who dies in the middle does not know whether it is over: it counts as lost.
    private boolean finish(Mortal mortal, long place) {
        @Nullable Outcome outcome = Outcome.AGAIN;
        while (outcome == Outcome.AGAIN) {
            outcome = mortal.live(store -> store.finish(place));
        }
        lost.addAndGet(outcome == null ? 1 : 0);
        return outcome == Outcome.DONE;
    }

    /// One member after the other.
    private static final class Mortal {
        private final Kind kind;
        private final Words words;
        private final Random random;
        private FakeMembers self;
        private MortalWords dying;
        private ItemStore store;
        private int lives = LIVES;

        Mortal(Kind kind, Words words, FakeMembers self) {
            this.kind = kind;
            this.words = words;
            this.self = self;
            random = new Random(self.self());
            dying = new MortalWords(words);
            store = kind.of(dying, self);
            limit();
        }

        /// Does something; null if it died of it.
        @Nullable Outcome live(Function<ItemStore, Outcome> action) {
            AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
            if (MortalWords.survives(() -> outcome.set(action.apply(store)))) {
                return outcome.get();
            }
            self.die();
            self = self.heir();
            dying = new MortalWords(words);
            store = kind.of(dying, self);
            limit();
            return null;
        }

        private void limit() {
            if (lives-- > 0) {
                dying.dieAfter(random.nextInt(400));
            }
        }
    }
}
