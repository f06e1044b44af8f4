package io.manyhands.cli.find;

import org.jspecify.annotations.Nullable;

/// What a backslash and a letter mean, if they mean the same for GNU grep and for this program.
final class EreWords {
    private static final String BROKEN = "\\x{DC80}-\\x{DCFF}";
    private static final String WORD = "[\\p{IsAlphabetic}\\p{IsDigit}_]";
    private static final String BEGIN = "(?<!" + WORD + ")(?=" + WORD + ")";
    private static final String END = "(?<=" + WORD + ")(?!" + WORD + ")";

    private EreWords() {}

    /// The same for the JDK, or null.
    static @Nullable String java(int letter) {
        return switch (letter) {
            case 'w' -> WORD;
            case 'W' -> "[^\\p{IsAlphabetic}\\p{IsDigit}_" + BROKEN + "]";
            case 's' -> "\\p{IsWhite_Space}";
            case 'S' -> "[^\\p{IsWhite_Space}" + BROKEN + "]";
            case '<' -> BEGIN;
            case '>' -> END;
            case 'b' -> "(?:" + BEGIN + "|" + END + ")";
            case 'B' -> "(?!" + BEGIN + "|" + END + ")";
            default -> null;
        };
    }
}
