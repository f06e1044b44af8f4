package io.manyhands.cli.find;

/// An extended regular expression of POSIX, translated to the JDK's. Immutable.
///
/// What GNU grep and this program understand alike: characters, `.`, brackets with ranges and
/// classes such as `[:alpha:]`, groups, alternatives, `* + ?` and intervals, `^` and `$`,
/// back-references, and `\w \W \s \S \b \B \< \>`. What means different things in different
/// programs is refused.
///
/// @param java the same for the JDK
/// @param literal a text that every match contains, maybe empty
/// @param isLiteral whether that text is all there is
/// @param isAmbiguous whether one place can have matches of several lengths of which the JDK may
///   not take the longest
/// @param groups how many groups there are
record Ere(String java, String literal, boolean isLiteral, boolean isAmbiguous, int groups) {
    /// Translates an expression.
    ///
    /// @param groupsBefore how many groups come before it in the same pattern
    /// @throws BadSearchException if it is none
    static Ere of(String expression, boolean ignoreCase, int groupsBefore) {
        return new EreParser(expression, ignoreCase, groupsBefore).parse();
    }
}
