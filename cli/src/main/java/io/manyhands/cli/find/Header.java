package io.manyhands.cli.find;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What stands before a line: the name of its file and its number, as GNU grep writes them.
/// Immutable by convention.
final class Header {
    /// Begins a match.
    static final byte[] MATCH = sgr("01;31");

    /// Ends any color.
    static final byte[] PLAIN = sgr("");

    private static final String NAME = "35";
    private static final String NUMBER = "32";
    private static final String SEPARATOR = "36";

    private final byte[] before;
    private final byte[] after;

    private Header(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    static Header of(Search search, String name) {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        if (search.names()) {
            before.writeBytes(colored(search, NAME, name));
            before.writeBytes(colored(search, SEPARATOR, ":"));
        }
        if (search.numbers()) {
            if (search.color()) {
                before.writeBytes(sgr(NUMBER));
                after.writeBytes(PLAIN);
            }
            after.writeBytes(colored(search, SEPARATOR, ":"));
        }
        return new Header(before.toByteArray(), after.toByteArray());
    }

    /// A name as a line of its own.
    static byte[] nameLine(Search search, String name) {
        return join(colored(search, NAME, name), new byte[] {'\n'});
    }

    /// A count as a line of its own.
    static byte[] countLine(Search search, String name, long count) {
        byte[] prefix =
                search.names()
                        ? join(colored(search, NAME, name), colored(search, SEPARATOR, ":"))
                        : new byte[0];
        return join(prefix, bytes(count + "\n"));
    }

    /// What comes before the number.
    byte[] before() {
        return before;
    }

    /// What comes behind it.
    byte[] after() {
        return after;
    }

    boolean isEmpty() {
        return before.length == 0 && after.length == 0;
    }

    private static byte[] colored(Search search, String color, String text) {
        return search.color() ? join(join(sgr(color), bytes(text)), PLAIN) : bytes(text);
    }

    private static byte[] sgr(String code) {
        return bytes("\33[" + code + "m\33[K");
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
