package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A member dies at its k-th access to the memory, for every k; the next one, which finds what it
/// left, at its j-th, for every j; then a third looks.
final class CrashPoints {
    private static final int BYTES = 1 << 15;

    private CrashPoints() {}

    /// What is tried.
    ///
    /// @param maker makes the object as a member sees it
    /// @param before what the survivor and the mortal do first
    /// @param mortal what the mortal does until it dies
    /// @param heir what the next one does until it dies
    /// @param check looks with the survivor's eyes
    record Scenario<T>(
            BiFunction<Words, Members, T> maker,
            Before<T> before,
            Consumer<T> mortal,
            Consumer<T> heir,
            Check<T> check) {}

    interface Before<T> {
        void run(T survivor, T mortal);
    }

    interface Check<T> {
        /// An operation.
        ///
        /// @param fresh one that has never seen the memory
        /// @param isDone whether the mortal came to its end
        void ensure(T survivor, T fresh, boolean isDone);
    }

    /// Returns how many deaths there were.
    static <T> int enumerate(Scenario<T> scenario) {
        return enumerate(scenario, UnaryOperator.identity());
    }

    /// Returns how many deaths there were.
    static <T> int enumerate(Scenario<T> scenario, UnaryOperator<Words> fault) {
        Words words = Words.unshared(BYTES);
        byte[] zeroes = new byte[BYTES];
        int deaths = 0;
        boolean isDone = false;
        for (int k = 0; !isDone; k++) {
            boolean isInherited = false;
            for (int j = 0; !isInherited; j++) {
                words.copyIn(0, zeroes, 0, BYTES);
                Trial<T> trial = new Trial<>(scenario, words, fault);
                isDone = trial.mortalDies(k);
                isInherited = trial.heirDies(j);
                trial.check(isDone);
                deaths++;
            }
            assertThat(k).as("accesses").isLessThan(5_000);
        }
        return deaths;
    }

    private static final class Trial<T> {
        private final Scenario<T> scenario;
        private final Words words;
        private final FakeMembers first = FakeMembers.first();
        private final FakeMembers second = first.other(1);
        private final MortalWords mortalWords;
        private final T survivor;
        private final T mortal;
        private @Nullable FakeMembers third;

        Trial(Scenario<T> scenario, Words words, UnaryOperator<Words> fault) {
            this.scenario = scenario;
            this.words = words;
            mortalWords = new MortalWords(words);
            survivor = scenario.maker.apply(words, first);
            mortal = scenario.maker.apply(fault.apply(mortalWords), second);
            scenario.before.run(survivor, mortal);
        }

        boolean mortalDies(int k) {
            mortalWords.dieAfter(k);
            boolean isDone = MortalWords.survives(() -> scenario.mortal.accept(mortal));
            second.die();
            return isDone;
        }

        boolean heirDies(int j) {
            MortalWords heirWords = new MortalWords(words);
            third = first.other(2);
            T heir = scenario.maker.apply(heirWords, third);
            heirWords.dieAfter(j);
            boolean isDone = MortalWords.survives(() -> scenario.heir.accept(heir));
            third.die();
            return isDone;
        }

        void check(boolean isDone) {
            T fresh = scenario.maker.apply(words, second.heir());
            scenario.check.ensure(survivor, fresh, isDone);
        }
    }
}
