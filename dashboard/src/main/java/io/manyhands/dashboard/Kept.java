package io.manyhands.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The latest slices, up to a number. Confined to whoever has the timeline's lock.
final class Kept {
    private final ArrayDeque<Slice> slices = new ArrayDeque<>();
    private final int most;
    private long forgotten;

    Kept(int most) {
        this.most = most;
    }

    void add(Slice slice) {
        if (slices.size() == most) {
            slices.removeFirst();
            forgotten++;
        }
        slices.addLast(slice);
    }

    List<Slice> all() {
        return new ArrayList<>(slices);
    }

    long forgotten() {
        return forgotten;
    }
}
