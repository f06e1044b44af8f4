package io.manyhands.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a worker's loader is answered. Immutable, as long as nobody writes into the bytes.
///
/// ```
///   +----------+----------------------------------------+
///   | kind (1) | parts, each with its length (4) before |
///   +----------+----------------------------------------+
/// ```
public sealed interface ClassAnswer {
    /// The longest encoded answer.
    int MAX_BYTES = FrameDescriptor.CLASS_BYTES;

    /// A class.
    ///
    /// @param file its class file
    /// @param location where the program has it from, as the text of a URL; empty if nobody knows
    /// @param packageFacts what the manifest says of its package, each empty if it says nothing:
    ///   title, version and vendor of the specification, then those of the implementation
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ClassFile(byte[] file, String location, List<String> packageFacts)
            implements ClassAnswer {}

    /// Resources.
    ///
    /// @param contents the bytes of each
    record Contents(List<byte[]> contents) implements ClassAnswer {}

    /// Another loader has it.
    ///
    /// @param loader that loader's number; 0 is the system's class loader
    record Elsewhere(int loader) implements ClassAnswer {}

    /// There is none.
    ///
    /// @param reason why, as what follows a name in a sentence; empty if it is simply unknown
    record Missing(String reason) implements ClassAnswer {}

    /// The bytes of it.
    ///
    /// @return bytes for [#decode(byte\[\])]
    default byte[] encode() {
        return switch (this) {
            case ClassFile type -> AnswerLayout.joined('C', AnswerLayout.parts(type));
            case Contents resources -> AnswerLayout.joined('R', resources.contents);
            case Elsewhere other ->
                    AnswerLayout.joined(
                            'E', List.of(AnswerLayout.bytes(String.valueOf(other.loader))));
            case Missing missing ->
                    AnswerLayout.joined('M', List.of(AnswerLayout.bytes(missing.reason)));
        };
    }

    /// The answer of the bytes.
    ///
    /// @param bytes what [#encode()] gave; null stands for one that is missing
    /// @return the answer
    static ClassAnswer decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Missing("");
        }
        try {
            List<byte[]> parts = AnswerLayout.split(bytes);
            return switch (bytes[0]) {
                case 'C' -> AnswerLayout.classFile(parts);
                case 'R' -> new Contents(parts);
                case 'E' -> new Elsewhere(Integer.parseInt(AnswerLayout.text(parts.getFirst())));
                case 'M' -> new Missing(AnswerLayout.text(parts.getFirst()));
                default -> damaged(bytes);
            };
        } catch (RuntimeException notWhole) {
            return damaged(bytes);
        }
    }

    private static Missing damaged(byte[] bytes) {
        return new Missing(", whose bytes did not arrive whole: bytes=" + bytes.length);
    }
}
