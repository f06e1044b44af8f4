package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A line as text. Bytes that are not valid UTF-8 become characters that no text has: U+DC00 plus
/// the byte. Immutable.
///
/// @param text the text
/// @param from where its bytes begin
/// @param to where they end
/// @param isAscii whether each character is one byte
record LineText(String text, int from, int to, boolean isAscii) {
    static final LineText NONE = new LineText("", -1, -1, true);

    private static final int ESCAPE = 0xdc00;

    static LineText of(ByteBuffer data, int from, int to) {
        byte[] bytes = new byte[to - from];
        data.get(from, bytes);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        for (byte value : bytes) {
            if (value < 0) {
                return new LineText(decode(bytes), from, to, false);
            }
        }
        return new LineText(latin, from, to, true);
    }

    /// Where the bytes of a character begin.
    int byteAt(int index) {
        if (isAscii) {
            return from + index;
        }
        int at = from;
        for (int i = 0; i < index; ) {
            int point = text.codePointAt(i);
            at += length(point);
            i += Character.charCount(point);
        }
        return at;
    }

    /// The character that begins at a byte.
    int charAt(int place) {
        if (isAscii) {
            return place - from;
        }
        int i = 0;
        for (int at = from; at < place && i < text.length(); ) {
            int point = text.codePointAt(i);
            at += length(point);
            i += Character.charCount(point);
        }
        return i;
    }

    private static int length(int point) {
        if (point >= ESCAPE && point < ESCAPE + 256) {
            return 1;
        }
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static String decode(byte... bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeBroken(bytes);
    }

    private static String decodeBroken(byte... bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; ) {
            int length = validLength(bytes, i);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[i++] & 0xff)));
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /// How many bytes make the character that begins here; 0 if none does.
    private static int validLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 0 || first > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        int point = first & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            point = point << 6 | (bytes[at + i] & 0x3f);
        }
        boolean isTooLong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        boolean isSurrogate = point >= 0xd800 && point < 0xe000;
        return isTooLong || isSurrogate || point > Character.MAX_CODE_POINT ? 0 : length;
    }
}
