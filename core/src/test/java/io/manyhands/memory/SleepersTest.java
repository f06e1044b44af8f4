package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.Interleavings.Scenario;
import io.manyhands.memory.Interleavings.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Sleepers in all slots: those of the first word, and the others.
final class SleepersTest {
    private static final int BYTES = 1 << 10;
    private static final long CELL = 512;
    private static final int RUNS = 3_000;
    private static final int[] SLOTS = {0, 61, 62, 63, 64, 127, 128, 191, 192, 255};

    private final Words memory = Words.unshared(BYTES);

    /// Members who note who was rung.
    private static final class Rung implements Members {
        private final List<Integer> slots = new ArrayList<>();

        @Override
        public int self() {
            return 1 << 8;
        }

        @Override
        public boolean isGone(int member) {
            return false;
        }

        @Override
        public boolean isGoneForSure(int member) {
            return false;
        }

        @Override
        public void ring(int slot) {
            slots.add(slot);
        }
    }

    private List<Integer> wake() {
        Rung rung = new Rung();
        new Sleepers(memory, 0).wake(rung);
        return rung.slots;
    }

    @Test
    void eachIsWokenAloneAndOnce() {
        Sleepers sleepers = new Sleepers(memory, 0);
        for (int slot = 0; slot < Members.MOST; slot++) {
            assertThat(sleepers.has(slot)).isFalse();
            assertThat(sleepers.add(slot)).isTrue();
            assertThat(sleepers.add(slot)).isFalse();
            assertThat(sleepers.has(slot)).isTrue();
            assertThat(wake()).containsExactly(slot);
            assertThat(sleepers.has(slot)).isFalse();
            assertThat(wake()).isEmpty();
        }
    }

    @Test
    void allAreWokenTogether() {
        Sleepers sleepers = new Sleepers(memory, 0);
        IntStream.of(SLOTS).forEach(sleepers::add);
        assertThat(wake()).containsExactly(0, 61, 62, 63, 64, 127, 128, 191, 192, 255);
        assertThat(wake()).isEmpty();
    }

    @Test
    void whoAddsItselfAgainAfterADeathInTheMiddleIsWoken() {
        for (int accesses = 0; accesses < 20; accesses++) {
            Words words = Words.unshared(BYTES);
            Sleepers sleepers = new Sleepers(words, 0);
            IntStream.of(SLOTS).forEach(sleepers::add);
            MortalWords mortal = new MortalWords(words);
            mortal.dieAfter(accesses);
            try {
                new Sleepers(mortal, 0).wake(new Rung());
            } catch (MortalWords.Death death) {
                // The others are told of it, and sleep again.
            }
            IntStream.of(SLOTS).forEach(sleepers::add);
            Rung rung = new Rung();
            sleepers.wake(rung);
            assertThat(rung.slots).containsExactlyElementsOf(IntStream.of(SLOTS).boxed().toList());
        }
    }

    @Test
    void whoLooksAgainSeesTheChangeOrIsWoken() {
        Random random = new Random(1);
        Interleavings.sample(() -> change(SLOTS[random.nextInt(SLOTS.length)]), RUNS);
    }

    /// One goes to sleep while two others change what it waits for.
    private static Scenario change(int slot) {
        Words words = Words.unshared(BYTES);
        Rung rung = new Rung();
        Side sleeper =
                own -> {
                    boolean _ = new Sleepers(own, 0).add(slot);
                    return own.loadLongVolatile(CELL) != 0;
                };
        Side changer =
                own -> {
                    own.storeLongVolatile(CELL, 1);
                    new Sleepers(own, 0).wake(rung);
                    return true;
                };
        return new Scenario(
                words,
                List.of(sleeper, changer, changer),
                results ->
                        assertThat((boolean) results.get(0) || rung.slots.contains(slot))
                                .as("sleeps, and nobody rings: slot=" + slot)
                                .isTrue());
    }
}
