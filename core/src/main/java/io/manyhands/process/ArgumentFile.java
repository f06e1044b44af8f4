package io.manyhands.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;

/// The files of arguments that the `java` program reads: one argument after the other, quoted.
///
/// The program reads them as bytes of the encoding that the system's file names have. [The java
/// command: argument
/// files](https://docs.oracle.com/en/java/javase/25/docs/specs/man/java.html#java-command-line-argument-files)
final class ArgumentFile {
    private ArgumentFile() {}

    /// Whether an argument can be written.
    static boolean isWritable(String argument, Charset charset) {
        int length = argument.length();
        for (int at = 0; at < length; at++) {
            char each = argument.charAt(at);
            if (each == 0) {
                return false;
            }
            if (each >= 0x80) {
                return argument.indexOf('\0', at) < 0 && charset.newEncoder().canEncode(argument);
            }
        }
        return true;
    }

    /// The content of a file of these arguments.
    ///
    /// @throws LaunchFailure if an argument has a character that the encoding has not
    static byte[] write(List<String> arguments, Charset charset) throws LaunchFailure {
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            if (!isWritable(argument, charset)) {
                throw new LaunchFailure(
                        "An argument of a worker process must be made of the characters that"
                                + " this system's file names can have: encoding="
                                + charset
                                + ", argument="
                                + argument);
            }
            quote(argument, text);
        }
        return text.toString().getBytes(charset);
    }

    /// The arguments in a file.
    ///
    /// @throws CharacterCodingException if it is not text of this encoding
    static List<String> read(byte[] content, Charset charset) throws CharacterCodingException {
        CharBuffer text =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(content));
        return new Reading(text).arguments();
    }

    private static void quote(String argument, StringBuilder text) {
        text.append('"');
        for (int at = 0; at < argument.length(); at++) {
            char each = argument.charAt(at);
            switch (each) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\\', '"' -> text.append('\\').append(each);
                default -> text.append(each);
            }
        }
        text.append("\"\n");
    }

    /// Reads one file as the `java` program does. Confined.
    private static final class Reading {
        private final CharSequence text;
        private final List<String> arguments = new ArrayList<>();
        private final StringBuilder argument = new StringBuilder();
        private boolean inArgument;
        private char quote;
        private int at;

        Reading(CharSequence text) {
            this.text = text;
        }

        List<String> arguments() {
            while (at < text.length()) {
                char each = text.charAt(at++);
                if (quote != 0) {
                    quoted(each);
                } else {
                    unquoted(each);
                }
            }
            end();
            return arguments;
        }

        private void unquoted(char each) {
            switch (each) {
                case ' ', '\t', '\n', '\r', '\f' -> end();
                case '"', '\'' -> {
                    quote = each;
                    inArgument = true;
                }
                case '#' -> {
                    if (inArgument) {
                        argument.append(each);
                    } else {
                        skip(false);
                    }
                }
                case '\\' -> {
                    if (isLineEnd()) {
                        skip(true);
                    } else {
                        append(each);
                    }
                }
                default -> append(each);
            }
        }

        private void quoted(char each) {
            if (each == quote) {
                quote = 0;
            } else if (each == '\n' || each == '\r') {
                quote = 0;
                end();
            } else if (each != '\\') {
                argument.append(each);
            } else if (isLineEnd()) {
                skip(true);
            } else if (at < text.length()) {
                argument.append(escaped(text.charAt(at++)));
            }
        }

        private static char escaped(char each) {
            return switch (each) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'f' -> '\f';
                default -> each;
            };
        }

        private boolean isLineEnd() {
            return at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r');
        }

        /// Passes a comment, or the line's end and the white space that begins the next line.
        private void skip(boolean lineEnd) {
            while (at < text.length()) {
                char each = text.charAt(at);
                boolean white = each == ' ' || each == '\t' || each == '\f';
                boolean ends = each == '\n' || each == '\r';
                if (lineEnd ? !white && !ends : ends) {
                    return;
                }
                at++;
            }
        }

        private void append(char each) {
            argument.append(each);
            inArgument = true;
        }

        private void end() {
            if (inArgument) {
                arguments.add(argument.toString());
                argument.setLength(0);
                inArgument = false;
            }
        }
    }
}
