package io.manyhands.wire;

import java.io.EOFException;
import java.io.InvalidClassException;
import java.io.OptionalDataException;
import java.io.StreamCorruptedException;
import java.io.UTFDataFormatException;
import org.jspecify.annotations.Nullable;

/// Finds the words for a decoding that failed. Stateless.
final class Obstacles {
    private Obstacles() {}

    /// The exception that explains a failure.
    ///
    /// @param refusal what the filter said, if it refused
    static NotDecodableException explain(
            Throwable failure, @Nullable String refusal, int length, ClassLoader loader) {
        String sentence = refusal != null ? refusal : sentence(failure, length, loader);
        return new NotDecodableException(sentence, failure);
    }

    private static String sentence(Throwable failure, int length, ClassLoader loader) {
        return switch (failure) {
            case ClassNotFoundException e -> missing(e, loader);
            case NoClassDefFoundError e -> missing(e, loader);
            case InvalidClassException e ->
                    "A class must be the same on both sides and acceptable to the filter: class="
                            + e.classname
                            + (", reason=" + e.getMessage());
            case StackOverflowError _ ->
                    "A value must not be nested more deeply than the thread's stack can follow:"
                            + " bytes="
                            + length;
            case EOFException e -> damaged(e, length);
            case StreamCorruptedException e -> damaged(e, length);
            case OptionalDataException e -> damaged(e, length);
            case UTFDataFormatException e -> damaged(e, length);
            default ->
                    "The code that rebuilds a value must not throw: thrown="
                            + failure.getClass().getName()
                            + (", message=" + ThrowableImage.messageOf(failure));
        };
    }

    private static String missing(Throwable failure, ClassLoader loader) {
        return "A class of the value must be visible to the receiver: class="
                + ThrowableImage.messageOf(failure)
                + (", loader=" + loader.getClass().getName());
    }

    private static String damaged(Throwable failure, int length) {
        return "The bytes must be one whole encoded value: bytes="
                + length
                + (", reason=" + ThrowableImage.describe(failure));
    }
}
