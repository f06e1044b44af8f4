package io.manyhands.cli.find;

import java.util.HexFormat;

/// Translates one regular expression, from its beginning to its end. Confined to one thread.
final class EreParser {
    private final String text;
    private final boolean ignoreCase;
    private final int groupsBefore;
    private final StringBuilder run = new StringBuilder();
    private String literal = "";
    private int at;
    private int depth;
    private int groups;
    private int repeats;
    private boolean isPlain = true;
    private boolean hasAlternatives;
    private boolean hasTopAlternatives;

    EreParser(String text, boolean ignoreCase, int groupsBefore) {
        this.text = text;
        this.ignoreCase = ignoreCase;
        this.groupsBefore = groupsBefore;
    }

    Ere parse() {
        String java = alternatives();
        if (at < text.length()) {
            throw bad("A closing parenthesis needs an opening one");
        }
        keepRun();
        String known = hasTopAlternatives ? "" : literal;
        boolean isAmbiguous = hasAlternatives || repeats > 1;
        return new Ere("(?:" + java + ")", known, isPlain, isAmbiguous, groups);
    }

    private String alternatives() {
        StringBuilder java = new StringBuilder(branch());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            isPlain = false;
            hasAlternatives = true;
            hasTopAlternatives |= depth == 0;
            java.append('|').append(branch());
        }
        return java.toString();
    }

    private String branch() {
        StringBuilder java = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            java.append(piece());
        }
        return java.toString();
    }

    private String piece() {
        boolean isAnchor = text.charAt(at) == '^' || text.charAt(at) == '$';
        String java = atom();
        boolean isRepeated = false;
        for (String repeat = repeat(); !repeat.isEmpty(); repeat = repeat()) {
            if (isAnchor) {
                throw bad("Only something that has a length can be repeated");
            }
            java = isRepeated ? "(?:" + java + ")" + repeat : java + repeat;
            isRepeated = true;
            repeats++;
        }
        if (isRepeated) {
            dropFromRun();
        }
        return java;
    }

    private String atom() {
        if (EreRepeat.at(text, at) != null) {
            throw bad("There must be something to repeat");
        }
        int point = text.codePointAt(at);
        return switch (point) {
            case '(' -> group();
            case '[' -> bracket();
            case '.' -> single("[^\\x{DC80}-\\x{DCFF}]");
            case '^' -> single("\\A");
            case '$' -> single("\\z");
            case '\\' -> escape();
            default -> character(point);
        };
    }

    private String single(String java) {
        endRun();
        at++;
        return java;
    }

    private String bracket() {
        endRun();
        EreBracket bracket = new EreBracket(text, at + 1, ignoreCase);
        at = bracket.end();
        return bracket.java();
    }

    private String group() {
        endRun();
        at++;
        depth++;
        groups++;
        String java = alternatives();
        if (at == text.length()) {
            throw bad("An opening parenthesis needs a closing one");
        }
        at++;
        depth--;
        endRun();
        return "(" + java + ")";
    }

    private String character(int point) {
        at += Character.charCount(point);
        if (depth == 0) {
            run.appendCodePoint(point);
        }
        return quoted(point);
    }

    private String escape() {
        at++;
        if (at == text.length()) {
            throw bad("A backslash must stand before something");
        }
        int point = text.codePointAt(at);
        if (point >= '1' && point <= '9') {
            return backReference(point - '0');
        }
        if (point > 127 || Character.isLetterOrDigit(point) || "`'<>".indexOf(point) >= 0) {
            return single(special(point));
        }
        return character(point);
    }

    private String backReference(int number) {
        endRun();
        at++;
        if (number > groups) {
            throw bad("A back-reference needs a group before it");
        }
        return "(?:\\" + (groupsBefore + number) + ")";
    }

    private String special(int point) {
        String java = EreWords.java(point);
        if (java == null) {
            throw bad("This escape means different things in different programs");
        }
        return java;
    }

    private String repeat() {
        EreRepeat repeat = EreRepeat.at(text, at);
        if (repeat == null) {
            return "";
        }
        if (!repeat.isValid()) {
            throw bad("An interval goes from few to many, at most " + EreRepeat.MOST);
        }
        at = repeat.end();
        return repeat.java();
    }

    private void endRun() {
        if (depth == 0) {
            isPlain = false;
            keepRun();
        }
    }

    private void keepRun() {
        if (run.length() > literal.length()) {
            literal = run.toString();
        }
        run.setLength(0);
    }

    /// What is repeated may be missing: it cannot be part of a text that is always there.
    private void dropFromRun() {
        isPlain = false;
        if (depth == 0 && !run.isEmpty()) {
            int point = run.codePointBefore(run.length());
            run.setLength(run.length() - Character.charCount(point));
            keepRun();
        }
    }

    static String quoted(int point) {
        if (point < 128 && !Character.isLetterOrDigit(point)) {
            return "\\x" + HexFormat.of().toHexDigits((byte) point);
        }
        return Character.toString(point);
    }

    private BadSearchException bad(String rule) {
        return new BadSearchException(rule + ": regex=" + text);
    }
}
