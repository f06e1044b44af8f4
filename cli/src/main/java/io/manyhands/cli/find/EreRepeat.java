package io.manyhands.cli.find;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How often something is repeated: `*`, `+`, `?`, `{n}`, `{n,}`, `{,m}` or `{n,m}`. Immutable.
///
/// @param least how often at least
/// @param most how often at most
/// @param java the same for the JDK
/// @param end where the rest of the regular expression begins
record EreRepeat(int least, int most, String java, int end) {
    /// The largest number in an interval.
    static final int MOST = 32767;

    private static final Pattern INTERVAL =
            Pattern.compile("\\{(?:(?<times>\\d{1,5})|(?<least>\\d{0,5}),(?<most>\\d{0,5}))}");

    /// The repetition that stands at this place, or null. Braces that are no interval are
    /// characters.
    static @Nullable EreRepeat at(String text, int at) {
        char first = at < text.length() ? text.charAt(at) : '.';
        return switch (first) {
            case '*' -> new EreRepeat(0, MOST, "*", at + 1);
            case '+' -> new EreRepeat(1, MOST, "+", at + 1);
            case '?' -> new EreRepeat(0, 1, "?", at + 1);
            case '{' -> interval(text, at);
            default -> null;
        };
    }

    boolean isValid() {
        return least <= most && most <= MOST;
    }

    private static @Nullable EreRepeat interval(String text, int at) {
        Matcher matcher = INTERVAL.matcher(text).region(at, text.length());
        if (!matcher.lookingAt() || matcher.group().equals("{,}")) {
            return null;
        }
        String times = matcher.group("times");
        if (times != null) {
            int exactly = Integer.parseInt(times);
            return new EreRepeat(exactly, exactly, "{" + exactly + "}", matcher.end());
        }
        int least = number(matcher.group("least"), 0);
        String mostText = String.valueOf(matcher.group("most"));
        int most = number(mostText, MOST);
        String java = "{" + least + "," + (mostText.isEmpty() ? "" : most) + "}";
        return new EreRepeat(least, most, java, matcher.end());
    }

    private static int number(@Nullable String digits, int usual) {
        return digits == null || digits.isEmpty() ? usual : Integer.parseInt(digits);
    }
}
