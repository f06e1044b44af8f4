package io.manyhands.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/// One of the members of a trial's memory, in the slot of its number. Thread-safe.
final class TrialMember implements Members {
    private static final int ID = 1 << 8;

    private final int slot;
    private final AtomicIntegerArray rung;
    private volatile boolean isGone;

    /// Whom the others ask whether one is gone: itself, or the one member that may be.
    private final TrialMember mortal;

    private TrialMember(int slot, AtomicIntegerArray rung, @Nullable TrialMember mortal) {
        this.slot = slot;
        this.rung = rung;
        this.mortal = mortal == null ? this : mortal;
    }

    /// The first of a trial, who alone may die.
    static TrialMember first(int slot) {
        return new TrialMember(slot, new AtomicIntegerArray(MOST), null);
    }

    /// Another one of the same trial.
    TrialMember other(int otherSlot) {
        return new TrialMember(otherSlot, rung, mortal);
    }

    void die() {
        isGone = true;
    }

    /// Whether anybody has rung for this member: 1 or 0.
    int rung() {
        return rung.get(slot);
    }

    @Override
    public int self() {
        return ID | slot;
    }

    @Override
    public boolean isGone(int member) {
        return mortal.isGone && member == mortal.self();
    }

    @Override
    public boolean isGoneForSure(int member) {
        return isGone(member);
    }

    @Override
    public void ring(int rungSlot) {
        rung.set(rungSlot, 1);
    }
}
