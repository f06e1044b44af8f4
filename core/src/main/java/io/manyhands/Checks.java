package io.manyhands;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Arguments that are refused: the rule, then `name=value`.
final class Checks {
    private Checks() {}

    static void argument(boolean holds, String rule, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + name + "=" + value);
        }
    }

    static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new NullPointerException("An argument must not be null: " + name + "=null");
        }
        return value;
    }

    static void variable(String name, String value) {
        argument(
                !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0,
                "The name of an environment variable must not be empty, nor have an equals sign or"
                        + " a zero in it",
                "name",
                name.replace('\0', '?'));
        argument(
                value.indexOf('\0') < 0,
                "The value of an environment variable must have no zero in it",
                "name",
                name);
    }

    static void notNegative(String name, Duration value) {
        notNull(name, value);
        argument(!value.isNegative(), "A duration must not be negative", name, value);
    }

    static void positive(String name, Duration value) {
        notNull(name, value);
        argument(value.isPositive(), "A duration must be positive", name, value);
    }
}
