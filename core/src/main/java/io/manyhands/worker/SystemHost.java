package io.manyhands.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// The real JVM.
final class SystemHost implements Host {
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public void halt(int status, String reason) {
        try {
            complain(reason);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    @Override
    public void exit(long graceMillis) {
        Thread limit = new Thread(new Limit(graceMillis), "manyhands-exit");
        limit.setDaemon(true);
        limit.start();
        System.exit(0);
    }

    @SuppressWarnings("StreamResourceLeak") // closing it would close the descriptor
    private static void complain(String reason) {
        FileOutputStream errors = new FileOutputStream(FileDescriptor.err);
        try {
            errors.write((reason + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException nobodyListens) {
            // The status says it as well.
        }
    }

    /// Halts the JVM when its shutdown hooks take too long.
    private record Limit(long graceMillis) implements Runnable {
        @Override
        public void run() {
            long deadline = System.nanoTime() + graceMillis * NANOS_PER_MILLI;
            long left = deadline - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = deadline - System.nanoTime();
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
