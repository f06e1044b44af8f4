package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the tests of item stores have in common: items are texts.
final class ItemStores {
    static final int CAPACITY = 4;
    static final int BYTES = 256;

    private static final int AT = 64;

    /// An item of that length needs most of the bytes.
    static final int LONGEST = 200;

    private ItemStores() {}

    /// A kind of store.
    interface Kind {
        /// Words with an empty store.
        Words laid();

        ItemStore of(Words words, Members members);
    }

    static final Kind RING =
            new Kind() {
                @Override
                public Words laid() {
                    Words words = Words.unshared((int) RobustQueue.sizeBytes(BYTES) + AT);
                    RobustQueue.lay(words, AT, CAPACITY, BYTES);
                    return words;
                }

                @Override
                public ItemStore of(Words words, Members members) {
                    return new RobustQueue(words, AT, members);
                }

                @Override
                public String toString() {
                    return "ring";
                }
            };

    /// Priorities that are all the same: first in, first out.
    static final Kind HEAP =
            new Kind() {
                @Override
                public Words laid() {
                    Words words = Words.unshared((int) RobustHeap.sizeBytes(CAPACITY, BYTES) + AT);
                    RobustHeap.lay(words, AT, CAPACITY, BYTES);
                    return words;
                }

                @Override
                public ItemStore of(Words words, Members members) {
                    return new RobustHeap(words, AT, members, false);
                }

                @Override
                public String toString() {
                    return "heap";
                }
            };

    /// Last in, first out.
    static ItemStore lifo(Members members) {
        Words words = HEAP.laid();
        return new RobustHeap(words, AT, members, true);
    }

    static Outcome put(ItemStore store, String item) {
        byte[] bytes = item.getBytes(StandardCharsets.UTF_8);
        assertThat(store.canHold(bytes.length)).isTrue();
        return store.put(bytes, bytes.length, 0);
    }

    static void fill(ItemStore store, String... items) {
        for (String item : items) {
            assertThat(put(store, item)).isEqualTo(Outcome.DONE);
        }
    }

    static String text(ItemBytes item) {
        return new String(item.bytes(), 0, item.length(), StandardCharsets.UTF_8);
    }

    static String take(ItemStore store) {
        ItemBytes item = new ItemBytes();
        Outcome outcome = store.take(item, Taking.FOR_GOOD);
        return outcome == Outcome.DONE ? text(item) : outcome.name();
    }

    static ItemBytes lease(ItemStore store) {
        ItemBytes item = new ItemBytes();
        assertThat(store.take(item, Taking.ON_LEASE)).isEqualTo(Outcome.DONE);
        return item;
    }

    /// Takes all that there are.
    static List<String> drain(ItemStore store) {
        List<String> items = new ArrayList<>();
        ItemBytes item = new ItemBytes();
        while (store.take(item, Taking.FOR_GOOD) == Outcome.DONE) {
            items.add(text(item));
        }
        return items;
    }

    /// The place of an item that is in the store.
    static long placeOf(ItemStore store, String wanted) {
        ItemBytes item = new ItemBytes();
        while (store.next(item) == Outcome.DONE) {
            if (text(item).equals(wanted)) {
                return item.place();
            }
        }
        throw new AssertionError("no item " + wanted);
    }
}
