package io.manyhands.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/// Starts the shell, and another after each that was not meant to end.
final class WardenWatch extends Thread {
    /// After so many shells that end at once there is a pause.
    static final int QUICK_ENDS = 5;

    private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Warden warden;

    WardenWatch(Warden warden) {
        super(null, null, "manyhands-warden", 0, false);
        this.warden = warden;
        setDaemon(true);
    }

    @Override
    public void run() {
        boolean needed = true;
        while (needed) {
            try {
                runShells();
                needed = false;
            } catch (Throwable reason) {
                needed = warden.failed(reason);
            }
        }
    }

    private void runShells() throws IOException, LaunchFailure {
        int quickEnds = 0;
        boolean needed = true;
        while (needed) {
            long startNanos = System.nanoTime();
            needed = runShell();
            boolean quick = System.nanoTime() - startNanos < QUICK_NANOS;
            quickEnds = quick ? quickEnds + 1 : 0;
            if (needed && quickEnds == QUICK_ENDS) {
                throw new IOException("The shell ended " + QUICK_ENDS + " times at once");
            }
        }
    }

    private boolean runShell() throws IOException, LaunchFailure {
        Process shell =
                new ProcessBuilder(WardenScript.command())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        if (!warden.install(shell)) {
            shell.destroyForcibly();
        }
        while (shell.isAlive()) {
            boolean _ = Shell.awaitExit(shell, Long.MAX_VALUE / 2);
        }
        Shell.closeQuietly(shell.getOutputStream());
        return warden.uninstall(shell);
    }
}
