package io.manyhands;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sizes of memory as a JVM's flags have them: a number, perhaps with a unit behind it. Stateless.
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");
    private static final String UNITS = "kmgt";
    private static final int UNIT_BITS = 10;

    private Sizes() {}

    /// @param size null is none, and right
    /// @throws IllegalArgumentException if it is no size
    static void check(String name, @Nullable String size) {
        Checks.argument(
                size == null || SIZE.matcher(size).matches(),
                "A size of memory must be a number with k, m, g or t",
                name,
                "'" + size + "'");
    }

    /// How many bytes a size is that was checked; the largest number there can be if it is larger,
    /// 0 for none.
    static long bytes(@Nullable String size) {
        if (size == null) {
            return 0;
        }
        int unit = UNITS.indexOf(Character.toLowerCase(size.charAt(size.length() - 1)));
        String digits = unit < 0 ? size : size.substring(0, size.length() - 1);
        BigInteger bytes = new BigInteger(digits).shiftLeft(UNIT_BITS * (unit + 1));
        return bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}
