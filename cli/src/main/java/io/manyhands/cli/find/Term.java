package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One term, as letters with their forms: compares it with bytes. Immutable.
final class Term {
    private final Letter[] letters;
    private final byte @Nullable [] only;
    private final int longest;
    private final int shortest;

    Term(String text, boolean ignoreCase) {
        List<Letter> all = Letter.of(text, ignoreCase);
        letters = all.toArray(new Letter[0]);
        int most = 0;
        int least = 0;
        boolean hasOneForm = true;
        for (Letter letter : letters) {
            most += letter.longest();
            least += letter.shortest();
            hasOneForm &= letter.hasOneForm();
        }
        longest = most;
        shortest = least;
        only = hasOneForm ? joined(letters, most) : null;
    }

    int longest() {
        return longest;
    }

    int shortest() {
        return shortest;
    }

    Letter letter(int index) {
        return letters[index];
    }

    int letters() {
        return letters.length;
    }

    /// The bytes of letters that have one length each.
    Probe.Mask[] masks(int fromLetter, int toLetter) {
        List<Probe.Mask> masks = new ArrayList<>();
        for (int i = fromLetter; i < toLetter; i++) {
            for (int place = 0; place < letters[i].longest(); place++) {
                masks.add(Probe.Mask.of(letters[i].forms(), place));
            }
        }
        return masks.toArray(new Probe.Mask[0]);
    }

    /// Where the term ends if it begins here, or -1.
    int matchEnd(ByteBuffer data, int from, int to) {
        if (only != null) {
            return from + only.length <= to && isAt(only, data, from) ? from + only.length : -1;
        }
        return forward(data, 0, from, to);
    }

    /// Where the letters from this one to the last end if they begin here, or -1.
    int forward(ByteBuffer data, int letter, int from, int to) {
        int at = from;
        for (int i = letter; i < letters.length && at >= 0; i++) {
            at = after(letters[i], data, at, to);
        }
        return at;
    }

    /// Where the letters before this one begin if they end here, or -1. There is at most one way:
    /// no character's bytes end with another's.
    int backward(ByteBuffer data, int letter, int from, int to) {
        int at = to;
        for (int i = letter - 1; i >= 0 && at >= 0; i--) {
            at = before(letters[i], data, from, at);
        }
        return at;
    }

    private static int after(Letter letter, ByteBuffer data, int from, int to) {
        for (byte[] form : letter.forms()) {
            if (from + form.length <= to && isAt(form, data, from)) {
                return from + form.length;
            }
        }
        return -1;
    }

    private static int before(Letter letter, ByteBuffer data, int from, int to) {
        for (byte[] form : letter.forms()) {
            if (to - form.length >= from && isAt(form, data, to - form.length)) {
                return to - form.length;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] bytes, ByteBuffer data, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if (data.get(at + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] joined(Letter[] letters, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (Letter letter : letters) {
            bytes.put(letter.forms()[0]);
        }
        return bytes.array();
    }
}
