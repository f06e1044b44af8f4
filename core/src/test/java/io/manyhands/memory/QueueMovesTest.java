package io.manyhands.memory;

import static io.manyhands.memory.ItemStores.fill;
import static io.manyhands.memory.ItemStores.lease;
import static io.manyhands.memory.ItemStores.put;
import static io.manyhands.memory.ItemStores.take;
import static io.manyhands.memory.ItemStores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An open lease keeps its own room and no more, as long as somebody puts.
final class QueueMovesTest {
    private static final int BYTES = 1 << 10;
    private static final int CAPACITY = 12;
    private static final int STEPS = 4_000;

    /// A record's head, and where it was put.
    private static final int MOST_OVERHEAD = 16;

    private static Words laid() {
        Words words = Words.unshared((int) RobustQueue.sizeBytes(BYTES) + 64);
        RobustQueue.lay(words, 64, CAPACITY, BYTES);
        return words;
    }

    private static ItemStore queue(Words words) {
        return new RobustQueue(words, 64, FakeMembers.first());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 300, 700, 900})
    void leaseThatIsHeldForLongKeepsItsOwnRoomOnly(int length) {
        ItemStore queue = queue(laid());
        String kept = "k".repeat(length);
        fill(queue, kept);
        ItemBytes lease = lease(queue);
        for (int i = 0; i < 1_000; i++) {
            String item = "x".repeat(i % 80) + i;
            fill(queue, item);
            assertThat(take(queue)).isEqualTo(item);
        }
        assertThat(queue.giveBack(lease.place())).isEqualTo(Outcome.DONE);
        assertThat(take(queue)).isEqualTo(kept);
        fill(queue, "y".repeat(BYTES - Long.BYTES));
    }

    @Test
    void placesOfMovedItemsStandForThem() {
        ItemStore queue = queue(laid());
        fill(queue, "a", "b", "c");
        List<ItemBytes> leases = List.of(lease(queue), lease(queue), lease(queue));
        assertThat(queue.finish(leases.get(1).place())).isEqualTo(Outcome.DONE);
        for (int i = 0; i < 3; i++) {
            fill(queue, "x".repeat(600));
            take(queue);
        }
        assertThat(queue.finish(leases.get(1).place())).isEqualTo(Outcome.ABSENT);
        assertThat(queue.giveBack(leases.get(0).place())).isEqualTo(Outcome.DONE);
        assertThat(queue.giveBack(leases.get(2).place())).isEqualTo(Outcome.DONE);
        fill(queue, "d");
        ItemBytes item = new ItemBytes();
        List<String> seen = new ArrayList<>();
        while (queue.next(item) == Outcome.DONE) {
            seen.add(text(item));
        }
        assertThat(seen).containsExactly("a", "c", "d");
        assertThat(queue.remove(leases.get(2).place())).isEqualTo(Outcome.DONE);
        assertThat(ItemStores.drain(queue)).containsExactly("a", "d");
    }

    /// Does what comes, and compares with a queue of texts.
    private static final class Model {
        private final ItemStore queue;
        private final Random random;
        private final Deque<String> waiting = new ArrayDeque<>();
        private final Map<Long, String> leased = new LinkedHashMap<>();
        private int refused;

        Model(UnaryOperator<Words> fault, long seed) {
            queue = queue(fault.apply(laid()));
            random = new Random(seed);
        }

        void step(int i) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> put("x".repeat(random.nextInt(200)) + i);
                case 3 -> take(Taking.FOR_GOOD);
                case 4 -> take(Taking.ON_LEASE);
                default -> end();
            }
            assertThat(queue.size()).isEqualTo(waiting.size());
        }

        private void put(String item) {
            int items = waiting.size() + leased.size();
            int bytes = item.length() + waiting.stream().mapToInt(String::length).sum();
            bytes += leased.values().stream().mapToInt(String::length).sum();
            // Each begins at a multiple of 8.
            bytes += (items + 1) * (MOST_OVERHEAD + 7);
            Outcome outcome = ItemStores.put(queue, item);
            if (outcome == Outcome.DONE) {
                waiting.add(item);
                return;
            }
            refused++;
            boolean isForced = waiting.isEmpty();
            assertThat(items == CAPACITY || bytes > BYTES || !isForced).isTrue();
        }

        private void take(Taking how) {
            ItemBytes item = new ItemBytes();
            Outcome outcome = queue.take(item, how);
            assertThat(outcome == Outcome.DONE).isEqualTo(!waiting.isEmpty());
            if (outcome == Outcome.DONE) {
                assertThat(text(item)).isEqualTo(waiting.poll());
                if (how == Taking.ON_LEASE) {
                    leased.put(item.place(), text(item));
                }
            }
        }

        private void end() {
            List<Long> places = List.copyOf(leased.keySet());
            if (places.isEmpty()) {
                return;
            }
            long place = places.get(random.nextInt(places.size()));
            String item = leased.remove(place);
            if (random.nextBoolean()) {
                assertThat(queue.finish(place)).isEqualTo(Outcome.DONE);
                return;
            }
            assertThat(queue.giveBack(place)).isEqualTo(Outcome.DONE);
            ItemBytes first = new ItemBytes();
            assertThat(queue.take(first, Taking.FOR_GOOD)).isEqualTo(Outcome.DONE);
            assertThat(text(first)).isEqualTo(item);
        }
    }

    private static int run(UnaryOperator<Words> fault) {
        int refused = 0;
        for (int seed = 0; seed < 20; seed++) {
            Model model = new Model(fault, seed);
            for (int i = 0; i < STEPS; i++) {
                model.step(i);
            }
            refused += model.refused;
        }
        return refused;
    }

    @Test
    void queueWithLeasesGivesWhatWasPut() {
        assertThat(run(UnaryOperator.identity())).isPositive();
    }

    @Test
    void moveThatForgetsWhereItWasPutIsCaught() {
        assertThatThrownBy(() -> run(NoOrigins::new)).isInstanceOf(Throwable.class);
    }

    /// Words in which no moved record says where it was put.
    private static final class NoOrigins extends ForwardingWords {
        private boolean isHead;

        NoOrigins(Words words) {
            super(words);
        }

        @Override
        public void storeLong(long at, long value) {
            if (!isHead) {
                super.storeLong(at, value);
            }
            isHead = at >= 64 + QueueRing.DATA_AT && (value & 1 << 30) != 0;
        }
    }

    @Test
    void fullAllTheSameWhereLeasesHaveAll() {
        ItemStore queue = queue(laid());
        fill(queue, "k".repeat(900));
        ItemBytes lease = lease(queue);
        assertThat(put(queue, "x".repeat(200))).isEqualTo(Outcome.FULL);
        assertThat(queue.finish(lease.place())).isEqualTo(Outcome.DONE);
        fill(queue, "x".repeat(200));
    }
}
