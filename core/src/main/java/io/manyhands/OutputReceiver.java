package io.manyhands;

import io.manyhands.process.OutputSink;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives a user's receiver what worker processes print.
record OutputReceiver(Consumer<OutputLine> receiver) implements OutputSink {
    @Override
    public void line(String worker, @Nullable String task, boolean isError, String text) {
        receiver.accept(new OutputLine(worker, task, isError, text));
    }
}
