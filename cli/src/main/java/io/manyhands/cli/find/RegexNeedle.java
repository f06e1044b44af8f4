package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks for regular expressions, line by line. If every match contains a known text, only lines
/// with that text are tried. Of the matches that begin in the same place it takes the longest, as
/// POSIX wants it, which the JDK's engine does not.
final class RegexNeedle implements Needle {
    /// Up to which length of a line the longest match is looked for.
    private static final int LONGEST_IN = 1 << 12;

    private final Pattern pattern;
    private final boolean isAmbiguous;
    private final @Nullable Needle hint;
    private @Nullable Matcher matcher;
    private LineText line = LineText.NONE;
    private int end;

    private RegexNeedle(Pattern pattern, boolean isAmbiguous, @Nullable Needle hint) {
        this.pattern = pattern;
        this.isAmbiguous = isAmbiguous;
        this.hint = hint;
    }

    /// The needle for one or several expressions.
    ///
    /// @throws BadSearchException if one is none
    static Needle of(List<String> expressions, boolean ignoreCase) {
        List<Ere> all = new ArrayList<>();
        int groups = 0;
        for (String expression : expressions) {
            Ere ere = Ere.of(expression, ignoreCase, groups);
            groups += ere.groups();
            all.add(ere);
        }
        if (all.stream().allMatch(Ere::isLiteral)) {
            return Needles.ofTerms(all.stream().map(Ere::literal).toList(), ignoreCase);
        }
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        String joined = String.join("|", all.stream().map(Ere::java).toList());
        boolean isAmbiguous = all.size() > 1 || all.getFirst().isAmbiguous();
        String literal = all.size() > 1 ? "" : all.getFirst().literal();
        Needle hint = literal.isEmpty() ? null : Needles.ofTerms(List.of(literal), ignoreCase);
        return new RegexNeedle(Pattern.compile(joined, flags), isAmbiguous, hint);
    }

    @Override
    public int find(ByteBuffer data, int from, int to) {
        if (matcher != null && from > line.from() && from <= line.to()) {
            int found = findInLine(line.charAt(from));
            if (found >= 0) {
                return found;
            }
            return findInLines(data, line.to() + 1, to);
        }
        return findInLines(data, from, to);
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int reach() {
        return ENDLESS;
    }

    @Override
    public void reset() {
        matcher = null;
        line = LineText.NONE;
        if (hint != null) {
            hint.reset();
        }
    }

    private int findInLines(ByteBuffer data, int from, int to) {
        int at = from;
        while (at < to) {
            if (hint != null) {
                int hit = hint.find(data, at, to);
                if (hit < 0) {
                    break;
                }
                at = Math.max(at, Newlines.last(data, at, hit) + 1);
            }
            int newline = Newlines.first(data, at, to);
            int lineEnd = newline < 0 ? to : newline;
            line = LineText.of(data, at, lineEnd);
            matcher = matcher(line.text());
            int found = findInLine(0);
            if (found >= 0) {
                return found;
            }
            at = lineEnd + 1;
        }
        matcher = null;
        return -1;
    }

    private Matcher matcher(String text) {
        Matcher known = matcher;
        Matcher fresh = known == null ? pattern.matcher(text) : known.reset(text);
        return fresh.useAnchoringBounds(false).useTransparentBounds(true);
    }

    private int findInLine(int fromChar) {
        Matcher current = matcher;
        if (current == null) {
            return -1;
        }
        try {
            current.region(fromChar, line.text().length());
            if (!current.find()) {
                return -1;
            }
            int begin = current.start();
            end = line.byteAt(isAmbiguous ? longest(current, begin, current.end()) : current.end());
            return line.byteAt(begin);
        } catch (StackOverflowError overflow) {
            throw new TooComplexException(overflow);
        }
    }

    private int longest(Matcher current, int begin, int known) {
        int length = line.text().length();
        if (length > LONGEST_IN) {
            return known;
        }
        for (int candidate = length; candidate > known; candidate--) {
            if (current.region(begin, candidate).matches()) {
                return candidate;
            }
        }
        return known;
    }
}
