package io.manyhands.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Has nothing logged in this program, which says itself what there is to say, in a sentence: that
/// a worker was lost, for example, if what it was searching could not be searched by another.
///
/// Found by the JDK, as a service. Stateless.
public final class Silence extends System.LoggerFinder {
    /// Made by [java.util.ServiceLoader].
    public Silence() {}

    /// A logger that logs nothing.
    ///
    /// @param name what it calls itself
    /// @param module whose it is
    /// @return the logger
    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Silent(name);
    }

    private record Silent(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {}

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {}
    }
}
