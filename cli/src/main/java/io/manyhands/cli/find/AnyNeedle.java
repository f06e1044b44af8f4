package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Looks for a few terms at once: for each by itself, remembering where it comes next.
final class AnyNeedle implements Needle {
    private static final int UNKNOWN = -1;
    private static final int NONE = Integer.MAX_VALUE;

    private final Needle[] needles;
    private final int[] begins;
    private final int[] ends;
    private int end;

    AnyNeedle(List<? extends Needle> needles) {
        this.needles = needles.toArray(Needle[]::new);
        begins = new int[this.needles.length];
        ends = new int[this.needles.length];
        reset();
    }

    @Override
    public int find(ByteBuffer data, int from, int to) {
        int best = NONE;
        for (int i = 0; i < needles.length; i++) {
            if (begins[i] < from) {
                int begin = needles[i].find(data, from, to);
                begins[i] = begin < 0 ? NONE : begin;
                ends[i] = needles[i].end();
            }
            if (begins[i] < best || (begins[i] == best && best != NONE && ends[i] > end)) {
                best = begins[i];
                end = ends[i];
            }
        }
        return best == NONE ? -1 : best;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int reach() {
        return Arrays.stream(needles).mapToInt(Needle::reach).max().orElse(0);
    }

    @Override
    public void reset() {
        Arrays.fill(begins, UNKNOWN);
    }
}
