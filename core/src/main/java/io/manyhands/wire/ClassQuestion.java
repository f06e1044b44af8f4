package io.manyhands.wire;

/// What a worker's loader asks of the program that started it. Immutable.
///
/// As text, it is the letter of the kind and then the name: `COrders`, `Rorders/prices.csv`.
///
/// @param kind what is wanted
/// @param name a class's name with dots, or a resource's with slashes
public record ClassQuestion(Kind kind, String name) {
    /// What can be wanted.
    public enum Kind {
        /// The class that a loader gives for a name, whichever loader has defined it.
        CLASS('C'),
        /// The class of a name that the loader itself has defined.
        OWN_CLASS('O'),
        /// The first resource of a name.
        RESOURCE('R'),
        /// All resources of a name.
        RESOURCES('A');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /// The question as text.
    ///
    /// @return text for [#of(String)]
    public String text() {
        return kind.letter + name;
    }

    /// The question of a text.
    ///
    /// @param text what [#text()] gave
    /// @return the question
    /// @throws BrokenFrameException if it has no known kind
    public static ClassQuestion of(String text) throws BrokenFrameException {
        for (Kind kind : Kind.values()) {
            if (!text.isEmpty() && text.charAt(0) == kind.letter) {
                return new ClassQuestion(kind, text.substring(1));
            }
        }
        throw new BrokenFrameException("A question for a class must have a kind: question=" + text);
    }
}
