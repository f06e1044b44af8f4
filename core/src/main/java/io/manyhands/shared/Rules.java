package io.manyhands.shared;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Arguments that are refused: the rule, then `name=value`.
final class Rules {
    private static final int SHOWN = 40;

    private Rules() {}

    static void name(@Nullable String name) {
        if (name == null) {
            return;
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("A name must not be blank: name=" + name);
        }
        if (name.length() > Blueprint.MAX_NAME) {
            throw new IllegalArgumentException(
                    "A name must have at most 200 characters: length="
                            + name.length()
                            + (", name=" + name.substring(0, SHOWN) + "..."));
        }
    }

    /// A name that must not be left out.
    static String given(@Nullable String name) {
        notNull("name", name);
        return Objects.requireNonNull(name);
    }

    static void positive(String rule, String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(rule + ": " + name + "=" + value);
        }
    }

    static void notNegative(String rule, String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(rule + ": " + name + "=" + value);
        }
    }

    static void notNull(String name, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException("An argument must not be null: " + name + "=null");
        }
    }
}
