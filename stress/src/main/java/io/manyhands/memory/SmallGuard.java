package io.manyhands.memory;

/// A guard with two words, as one member sees it that may die, and two that live, for one trial.
final class SmallGuard {
    private static final int CELL = Guard.BYTES;
    private static final Slabs SLABS = new Slabs(Guard.BYTES + 128);

    private final Words words = SLABS.words();
    private final TrialMember mortal = TrialMember.first(0);
    private final Guard first = new Guard(words, 0, mortal.other(1));
    private final Guard second = new Guard(words, 0, mortal.other(2));

    Guard first() {
        return first;
    }

    Guard second() {
        return second;
    }

    /// Adds 1 to both words.
    ///
    /// @return what was in each; -1 if that was not the same
    int change(Guard guard) {
        enter(guard);
        long found = guard.load(CELL);
        boolean isSame = found == guard.load(CELL + Long.BYTES);
        guard.set(CELL, found + 1);
        guard.set(CELL + Long.BYTES, found + 1);
        guard.commit();
        guard.leave();
        return isSame ? (int) found : -1;
    }

    void beginAndLeave(Guard guard) {
        enter(guard);
        guard.set(CELL, 7);
        guard.leave();
    }

    void beginAndDie() {
        Guard guard = new Guard(words, 0, mortal);
        enter(guard);
        guard.set(CELL, 7);
        mortal.die();
    }

    private static void enter(Guard guard) {
        while (!guard.tryEnter()) {
            Thread.onSpinWait();
        }
    }
}
