package io.manyhands;

import org.jspecify.annotations.Nullable;

/// The last place where a failure can be told: the log.
final class Reports {
    private Reports() {}

    static void log(String what, @Nullable Throwable failure) {
        try {
            System.getLogger("io.manyhands").log(System.Logger.Level.WARNING, what, failure);
        } catch (Throwable broken) {
            // A logger that throws must not become the failure of whoever reports.
        }
    }
}
