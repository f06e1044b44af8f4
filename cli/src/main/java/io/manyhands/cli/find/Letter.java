package io.manyhands.cli.find;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One character of a term: the byte sequences that stand for it, longest first. There is one, or
/// several if the case does not matter. Immutable by convention.
///
/// Case does not matter as in GNU grep: characters are the same if they have the same upper case,
/// which is Unicode's simple mapping: no `ß` for `SS`, nothing that depends on a language.
final class Letter {
    private static final int DOTLESS_I = 0x131;
    private static final int LONG_S = 0x17f;
    private static final int LAST_CASED = 0x1ffff;

    private final byte[][] forms;

    private Letter(List<byte[]> forms) {
        this.forms = forms.toArray(new byte[0][]);
        if (this.forms.length > 1) {
            Arrays.sort(this.forms, (a, b) -> b.length - a.length);
        }
    }

    /// The letters of a term.
    static List<Letter> of(String term, boolean ignoreCase) {
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < term.length(); ) {
            int point = term.codePointAt(i);
            letters.add(of(point, ignoreCase));
            i += Character.charCount(point);
        }
        return letters;
    }

    byte[][] forms() {
        return forms;
    }

    int longest() {
        return forms[0].length;
    }

    int shortest() {
        return forms[forms.length - 1].length;
    }

    boolean hasOneLength() {
        return longest() == shortest();
    }

    boolean hasOneForm() {
        return forms.length == 1;
    }

    private static Letter of(int point, boolean ignoreCase) {
        List<byte[]> forms = new ArrayList<>();
        forms.add(bytes(point));
        if (ignoreCase) {
            addCounterparts(point, forms);
        }
        return new Letter(forms);
    }

    private static void addCounterparts(int point, List<byte[]> forms) {
        int upper = Character.toUpperCase(point);
        if (upper < 128) {
            if (upper != Character.toLowerCase(upper)) {
                addIfSame(Character.toLowerCase(upper), point, upper, forms);
                addIfSame(upper, point, upper, forms);
            }
            addIfSame(LONG_S, point, upper, forms);
            addIfSame(DOTLESS_I, point, upper, forms);
        } else if (upper != point || Character.toLowerCase(point) != point) {
            for (int other = 128; other <= LAST_CASED; other++) {
                addIfSame(other, point, upper, forms);
            }
        }
    }

    private static void addIfSame(int other, int point, int upper, List<byte[]> forms) {
        if (other != point && Character.toUpperCase(other) == upper) {
            forms.add(bytes(other));
        }
    }

    private static byte[] bytes(int point) {
        return Character.toString(point).getBytes(StandardCharsets.UTF_8);
    }
}
