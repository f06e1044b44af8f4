package io.manyhands.cli.find;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Chooses how to look for terms.
final class Needles {
    /// Up to how many terms are looked for one by one.
    private static final int FEW = 4;

    private Needles() {}

    /// The needle for a search.
    static Needle of(Search search) {
        return search.regex()
                ? RegexNeedle.of(search.terms(), search.ignoreCase())
                : ofTerms(search.terms(), search.ignoreCase());
    }

    /// The needle for terms that are no regular expressions.
    static Needle ofTerms(List<String> texts, boolean ignoreCase) {
        List<Term> terms = new ArrayList<>();
        for (String text : new LinkedHashSet<>(texts)) {
            terms.add(new Term(text, ignoreCase));
        }
        List<TermNeedle> needles = new ArrayList<>();
        for (Term term : terms) {
            TermNeedle needle = TermNeedle.of(term);
            if (needle == null || terms.size() > FEW) {
                return new TableNeedle(terms);
            }
            needles.add(needle);
        }
        return needles.size() == 1 ? needles.getFirst() : new AnyNeedle(needles);
    }
}
