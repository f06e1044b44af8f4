package io.manyhands.cli.find;

import java.io.Serial;

/// What is looked for cannot be looked for; the message says why.
public final class BadSearchException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    /// Says why.
    ///
    /// @param sentence the rule, then `name=value`
    public BadSearchException(String sentence) {
        super(sentence);
    }
}
