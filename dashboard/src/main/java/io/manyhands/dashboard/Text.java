package io.manyhands.dashboard;

import org.jspecify.annotations.Nullable;

/// What is shown of failures: short, and whatever users' code does.
final class Text {
    private static final int LONGEST = 1_000;

    private Text() {}

    static String of(Throwable failure) {
        try {
            return cut(failure.toString());
        } catch (Throwable broken) {
            return failure.getClass().getName();
        }
    }

    static @Nullable String ofNullable(@Nullable Throwable failure) {
        return failure == null ? null : of(failure);
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
    }
}
