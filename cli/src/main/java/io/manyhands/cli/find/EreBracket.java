package io.manyhands.cli.find;

/// Translates one bracket expression such as `[^a-z[:digit:]]`. Immutable.
final class EreBracket {
    private static final String ALPHABETIC = "\\p{IsAlphabetic}";

    private final String text;
    private final boolean ignoreCase;
    private final String java;
    private int at;

    /// @param text the whole regular expression
    /// @param from behind the opening bracket
    EreBracket(String text, int from, boolean ignoreCase) {
        this.text = text;
        this.ignoreCase = ignoreCase;
        this.at = from;
        boolean isNegated = isAt('^');
        if (isNegated) {
            at++;
        }
        StringBuilder inside = new StringBuilder(isNegated ? "[^\\x{DC80}-\\x{DCFF}" : "[");
        do {
            inside.append(element());
        } while (!isAt(']'));
        at++;
        java = inside.append(']').toString();
    }

    String java() {
        return java;
    }

    /// Where the rest of the regular expression begins.
    int end() {
        return at;
    }

    private String element() {
        if (text.startsWith("[:", at)) {
            return namedClass();
        }
        int first = character();
        if (!isAt('-') || at + 1 >= text.length() || text.charAt(at + 1) == ']') {
            return EreParser.quoted(first);
        }
        at++;
        int last = character();
        if (last < first) {
            throw bad("A range goes from a character to one behind it");
        }
        return EreParser.quoted(first) + "-" + EreParser.quoted(last);
    }

    private int character() {
        if (at >= text.length()) {
            throw bad("An opening bracket needs a closing one");
        }
        if (text.startsWith("[.", at) || text.startsWith("[=", at)) {
            return collating(text.charAt(at + 1));
        }
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    private int collating(char kind) {
        int close = text.indexOf(kind + "]", at + 3);
        int begin = at + 2;
        if (close < 0 || text.codePointCount(begin, close) != 1) {
            throw bad("Only a single character may stand between [. and .] or [= and =]");
        }
        at = close + 2;
        return text.codePointAt(begin);
    }

    private String namedClass() {
        int close = text.indexOf(":]", at + 2);
        String name = close < 0 ? "" : text.substring(at + 2, close);
        at = close + 2;
        return switch (name) {
            case "alpha" -> ALPHABETIC;
            case "digit" -> "0-9";
            case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
            // Without case either is any letter, also one that has none.
            case "upper" -> ignoreCase ? ALPHABETIC : "\\p{IsUppercase}";
            case "lower" -> ignoreCase ? ALPHABETIC : "\\p{IsLowercase}";
            case "space" -> "\\p{IsWhite_Space}";
            case "blank" -> "\\x20\\x09\\p{Zs}";
            case "punct" -> "\\p{IsPunctuation}\\p{S}";
            case "print" -> "\\x20-\\x7e\\x{A0}-\\x{D7FF}\\x{E000}-\\x{10FFFF}";
            case "graph" -> "\\x21-\\x7e\\x{A1}-\\x{D7FF}\\x{E000}-\\x{10FFFF}";
            case "cntrl" -> "\\p{Cc}";
            case "xdigit" -> "0-9A-Fa-f";
            default -> throw bad("There must be a class of characters of that name");
        };
    }

    private boolean isAt(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private BadSearchException bad(String rule) {
        return new BadSearchException(rule + ": regex=" + text);
    }
}
