package io.manyhands.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One of several members of a memory that live in this process and can be said to be gone.
final class FakeMembers implements Members {
    private static final int GENERATION_SHIFT = 8;

    private final Set<Integer> gone;
    private final AtomicInteger rung;
    private final int self;

    private FakeMembers(Set<Integer> gone, AtomicInteger rung, int self) {
        this.gone = gone;
        this.rung = rung;
        this.self = self;
    }

    static FakeMembers first() {
        return new FakeMembers(ConcurrentHashMap.newKeySet(), new AtomicInteger(), id(0));
    }

    /// Another one of the same memory.
    FakeMembers other(int slot) {
        return new FakeMembers(gone, rung, id(slot));
    }

    /// Another one in the same slot, when this one is gone.
    FakeMembers heir() {
        return new FakeMembers(gone, rung, self + (1 << GENERATION_SHIFT));
    }

    void die() {
        gone.add(self);
    }

    /// How often anybody was rung for.
    int rung() {
        return rung.get();
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public boolean isGone(int member) {
        return gone.contains(member);
    }

    @Override
    public boolean isGoneForSure(int member) {
        return gone.contains(member);
    }

    @Override
    public void ring(int slot) {
        rung.incrementAndGet();
    }

    private static int id(int slot) {
        return 1 << GENERATION_SHIFT | slot;
    }
}
