package io.manyhands.worker;

import io.manyhands.spi.Allowance;
import io.manyhands.spi.Upstream;
import io.manyhands.spi.WorkerValues;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The real JVM.
final class SystemHost implements Host {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// For threads that come while they are counted.
    private static final int ROOM = 16;

    @Override
    public void halt(int status, String reason) {
        try {
            complain(reason);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    @Override
    public void allow(Allowance allowance) {
        Upstream.allow(allowance);
    }

    /// `System.exit` makes a logger first, which costs as much as half the start of a JVM.
    @Override
    public boolean exit(long graceMillis) {
        Thread limit = new Thread(new Limit(graceMillis), "manyhands-exit");
        limit.setDaemon(true);
        limit.start();
        WorkerValues.closeAllOfProcess(new Uncaught(Thread.currentThread()));
        if (!isLast()) {
            System.exit(0);
        }
        return true;
    }

    /// Whether the JVM ends with this thread. One that is started meanwhile is given the grace.
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    private static boolean isLast() {
        Thread self = Thread.currentThread();
        ThreadGroup root = self.getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + ROOM];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i] != self && !threads[i].isDaemon()) {
                return false;
            }
        }
        return count < threads.length;
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

    /// Has what a value throws at its end printed, as what ends a thread is.
    private record Uncaught(Thread thread) implements Consumer<Throwable> {
        @Override
        public void accept(Throwable thrown) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
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
