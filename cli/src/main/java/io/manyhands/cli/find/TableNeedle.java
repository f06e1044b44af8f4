package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Looks for many terms at once: by a table of the pairs of bytes with which one can begin.
final class TableNeedle implements Needle {
    private final boolean[] pairs = new boolean[1 << 16];
    private final Term[][] terms = new Term[256][];
    private final int shortest;
    private final int reach;
    private int end;

    TableNeedle(List<Term> all) {
        List<List<Term>> byFirst = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            byFirst.add(new ArrayList<>());
        }
        for (Term term : all) {
            for (byte[] form : term.letter(0).forms()) {
                byFirst.get(form[0] & 0xff).add(term);
                addPairs(term, form);
            }
        }
        for (int i = 0; i < terms.length; i++) {
            List<Term> those = byFirst.get(i).stream().distinct().toList();
            terms[i] = those.stream().sorted(longestFirst()).toArray(Term[]::new);
        }
        shortest = all.stream().mapToInt(Term::shortest).min().orElse(1);
        reach = all.stream().mapToInt(Term::longest).max().orElse(0);
    }

    @Override
    public int find(ByteBuffer data, int from, int to) {
        int last = to - shortest;
        int first = from <= last ? data.get(from) & 0xff : 0;
        for (int at = from; at <= last; at++) {
            int second = data.get(at + 1) & 0xff;
            if (pairs[first << 8 | second] && isMatch(terms[first], data, at, to)) {
                return at;
            }
            first = second;
        }
        return -1;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int reach() {
        return reach;
    }

    private boolean isMatch(Term[] candidates, ByteBuffer data, int at, int to) {
        int longest = -1;
        for (Term term : candidates) {
            if (term.longest() > longest - at) {
                longest = Math.max(longest, term.matchEnd(data, at, to));
            }
        }
        end = longest;
        return longest >= 0;
    }

    private void addPairs(Term term, byte[] form) {
        int first = (form[0] & 0xff) << 8;
        if (form.length > 1) {
            pairs[first | (form[1] & 0xff)] = true;
        } else if (term.letters() > 1) {
            for (byte[] next : term.letter(1).forms()) {
                pairs[first | (next[0] & 0xff)] = true;
            }
        } else {
            Arrays.fill(pairs, first, first + 256, true);
        }
    }

    private static Comparator<Term> longestFirst() {
        return Comparator.comparingInt(Term::longest).reversed();
    }
}
