package io.manyhands.process;

import org.jspecify.annotations.Nullable;

/// Hands lines to the logger `io.manyhands.output`, which is made with the first. Confined.
final class LoggerSink implements OutputSink {
    static final String NAME = "io.manyhands.output";

    private System.@Nullable Logger logger;

    @Override
    public void line(String worker, @Nullable String task, boolean isError, String text) {
        System.Logger known = logger;
        if (known == null) {
            known = System.getLogger(NAME);
            logger = known;
        }
        String source = task == null ? worker : worker + ", " + task;
        known.log(System.Logger.Level.INFO, source + ": " + text);
    }
}
