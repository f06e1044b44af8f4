package io.manyhands.worker;

import io.manyhands.wire.ThreadImage;
import java.util.Map;
import java.util.Set;

/// Tells the program what the threads of this JVM are at, before it kills this worker. Thread-safe.
///
/// The JVM's own are left out, and this library's.
final class Whereabouts implements Runnable {
    private static final Set<String> GROUPS_OF_JVM = Set.of("system", "InnocuousThreadGroup");
    private static final String PREFIX = "manyhands-";

    private final ParentLine line;
    private final Thread main;

    /// @param main the thread that runs the tasks
    Whereabouts(ParentLine line, Thread main) {
        this.line = line;
        this.main = main;
    }

    /// Has them told, on a thread of its own: the one that reads the pipe must not write.
    void tell() {
        try {
            Thread teller = new Thread(null, this, PREFIX + "whereabouts", 0, false);
            teller.setDaemon(true);
            teller.start();
        } catch (OutOfMemoryError noThread) {
            // The program waits for a moment only.
        }
    }

    @Override
    public void run() {
        try {
            Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
            stacks.keySet().removeIf(thread -> !thread.equals(main) && isOurs(thread));
            long _ = line.send(ThreadImage.frame(main, stacks));
        } catch (OutOfMemoryError noMemory) {
            // As above.
        }
    }

    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || GROUPS_OF_JVM.contains(group.getName())
                || thread.getName().startsWith(PREFIX);
    }
}
