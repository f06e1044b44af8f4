package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks for one term by a [Probe]: in the run of its letters with the rarest bytes, among those
/// runs in which each letter has one length.
final class TermNeedle implements Needle {
    private final Term term;
    private final Probe probe;
    private final int letter;
    private final int offset;
    private int end;

    private TermNeedle(Term term, int letter, Probe.Mask[] masks) {
        this.term = term;
        this.letter = letter;
        this.probe = Probe.of(masks);
        int before = 0;
        for (int i = 0; i < letter; i++) {
            before += term.letter(i).shortest();
        }
        this.offset = before;
    }

    /// The needle for a term, or null if each of its letters has forms of different lengths.
    static @Nullable TermNeedle of(Term term) {
        TermNeedle best = null;
        int bestCost = Integer.MAX_VALUE;
        for (int i = 0; i < term.letters(); i++) {
            int to = i;
            while (to < term.letters() && term.letter(to).hasOneLength()) {
                to++;
            }
            if (to > i) {
                Probe.Mask[] masks = term.masks(i, to);
                if (cost(masks) < bestCost) {
                    bestCost = cost(masks);
                    best = new TermNeedle(term, i, masks);
                }
                i = to;
            }
        }
        return best;
    }

    @Override
    public int find(ByteBuffer data, int from, int to) {
        int last = to - term.shortest() + offset;
        int at = probe.find(data, from + offset, last);
        while (at <= last) {
            int begin = letter == 0 ? at : term.backward(data, letter, from, at);
            if (begin >= 0) {
                end =
                        letter == 0
                                ? term.matchEnd(data, at, to)
                                : term.forward(data, letter, at, to);
                if (end >= 0) {
                    return begin;
                }
            }
            at = probe.find(data, at + 1, last);
        }
        return -1;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int reach() {
        return term.longest();
    }

    private static int cost(Probe.Mask... masks) {
        int rarest = Integer.MAX_VALUE / 4;
        int second = rarest;
        for (Probe.Mask mask : masks) {
            if (mask.often() < rarest) {
                second = rarest;
                rarest = mask.often();
            } else {
                second = Math.min(second, mask.often());
            }
        }
        return rarest + Math.min(second, 4 * rarest);
    }
}
