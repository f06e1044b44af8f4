package io.manyhands.cli.find;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Shows how far the search has come, once it is worth while. Confined to one thread.
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final boolean isWanted;
    private final boolean isAtOnce;
    private final boolean isShared;
    private final Output output;
    private final long totalBytes;
    private final long begin = System.nanoTime();
    private long bytes;
    private @Nullable ProgressLine line;

    private Progress(How how, Output output) {
        this.output = output;
        isAtOnce = how.progress() == How.Showing.ALWAYS;
        isWanted = isAtOnce || (how.progress() == How.Showing.AUTO && Terminals.isError());
        isShared = isWanted && Terminals.isError() && Terminals.isOutput();
        totalBytes = isWanted ? Operands.totalBytes(how.operands()) : 0;
        if (isAtOnce) {
            show();
        }
    }

    static Progress of(How how, Output output) {
        return new Progress(how, output);
    }

    /// So many more bytes are done.
    void add(long more) {
        bytes += more;
        if (line != null) {
            line.show(bytes);
        } else if (isWanted && System.nanoTime() - begin > PATIENCE_NANOS) {
            show();
        }
    }

    @Override
    public void close() {
        output.beforeFlush(() -> {});
        if (line != null) {
            line.close();
        }
    }

    private void show() {
        ProgressLine shown = new ProgressLine(totalBytes);
        shown.show(bytes);
        line = shown;
        if (isShared) {
            output.beforeFlush(shown::hide);
        }
    }
}
