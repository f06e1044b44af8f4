package io.manyhands.dashboard;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on a line of the terminal, or none. Thread-safe.
/* What is to be shown is asked for, ten times a second, by a thread of the bar's own: so whoever does
 * the counting is not held up by the bar's locks.
 */
final class Bar implements AutoCloseable {
    static final long UNKNOWN = -1;
    private static final String ERROR_OUTPUT = "/dev/fd/2";

    /// How far it is.
    ///
    /// @param done how many steps
    /// @param total of how many, or [#UNKNOWN]
    record Step(long done, long total) {}

    private final @Nullable Shown shown;

    private Bar(@Nullable Shown shown) {
        this.shown = shown;
    }

    /// A bar on the error output, if that is a terminal.
    static Bar atTerminal(String name, Supplier<Step> step) {
        Objects.requireNonNull(name);
        return isTerminal(ERROR_OUTPUT) ? on(System.err, name, step) : new Bar(null);
    }

    static Bar on(PrintStream target, String name, Supplier<Step> step) {
        return new Bar(new Shown(target, name, step));
    }

    boolean isShown() {
        return shown != null;
    }

    /// Shows the last step, and leaves the bar on a line of its own. Does nothing if it is closed.
    @Override
    public void close() {
        if (shown != null) {
            shown.end();
        }
    }

    /// Whether a file descriptor is connected with a terminal, as far as the system tells.
    static boolean isTerminal(String descriptor) {
        try {
            String target = Path.of(descriptor).toRealPath().toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    /// Loaded only if one is shown.
    private static final class Shown {
        private static final int UPDATE_MILLIS = 200;
        private static final Duration INTERVAL = Duration.ofMillis(100);

        private final Supplier<Step> step;
        private final ProgressBar bar;
        private final Thread looking;

        Shown(PrintStream target, String name, Supplier<Step> step) {
            this.step = step;
            this.bar =
                    new ProgressBarBuilder()
                            .setTaskName(name)
                            .setInitialMax(step.get().total)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(UPDATE_MILLIS)
                            .showSpeed()
                            .setConsumer(new Line(target))
                            .build();
            this.looking = Thread.ofVirtual().name("manyhands-progress").start(this::lookAgain);
        }

        void end() {
            boolean isInterrupted = false;
            looking.interrupt();
            while (looking.isAlive()) {
                try {
                    looking.join();
                } catch (InterruptedException interrupt) {
                    // It is over within moments.
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void lookAgain() {
            try {
                while (true) {
                    look();
                    Thread.sleep(INTERVAL);
                }
            } catch (InterruptedException closed) {
                look();
            } finally {
                bar.close();
            }
        }

        private void look() {
            Step now = step.get();
            bar.maxHint(now.total).stepTo(now.done);
        }
    }

    /// The line on which it is.
    private record Line(PrintStream target) implements ProgressBarConsumer {
        private static final int WIDTH = 79;

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String rendered) {
            target.print("\r" + rendered);
            target.flush();
        }

        @Override
        public void clear() {
            target.print("\r\33[K");
            target.flush();
        }

        @Override
        public void close() {
            target.println();
            target.flush();
        }
    }
}
