package io.manyhands.cli.find;

import java.io.IOException;
import java.io.Serial;

/// Something that must be told in a sentence, after which the search goes on with the next file.
final class TroubleException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    TroubleException(String sentence) {
        super(sentence);
    }
}
