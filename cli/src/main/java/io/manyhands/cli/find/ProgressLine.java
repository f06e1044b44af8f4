package io.manyhands.cli.find;

import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/// The progress bar on the error output. Its class is loaded only if one is shown. Thread-safe.
final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int UPDATE_MILLIS = 200;
    private static final long MEGABYTE = 1_000_000;

    private final Line line = new Line(System.err);
    private final ProgressBar bar;

    /// @param totalBytes how much there is to search; not positive if nobody knows
    ProgressLine(long totalBytes) {
        bar =
                new ProgressBarBuilder()
                        .setTaskName("find")
                        .setInitialMax(totalBytes > 0 ? totalBytes : -1)
                        .setUnit(" MB", MEGABYTE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .setConsumer(line)
                        .build();
    }

    void show(long bytes) {
        bar.stepTo(bytes);
    }

    /// Clears the line, for what is printed on the same terminal; it comes back by itself.
    void hide() {
        line.clear();
    }

    @Override
    public void close() {
        bar.close();
    }

    /// The line of the terminal on which the bar is.
    private static final class Line implements ProgressBarConsumer {
        private final ReentrantLock lock = new ReentrantLock();
        private final PrintStream error;

        Line(PrintStream error) {
            this.error = error;
        }

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String rendered) {
            print("\r" + rendered);
        }

        @Override
        public void clear() {
            print("\r\33[K");
        }

        @Override
        public void close() {
            print("\r\33[K");
        }

        private void print(String text) {
            lock.lock();
            try {
                error.print(text);
                error.flush();
            } finally {
                lock.unlock();
            }
        }
    }
}
