package io.manyhands.testkit.contract;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/// A way in which a task ends its worker.
enum Death {
    HALT,
    EXIT,
    EXIT_AS_IF_ALL_WERE_WELL,
    KILLED,
    TERMINATED,
    CRASHED;

    /// One of these is in the message of the failure.
    String[] evidence() {
        return switch (this) {
            case HALT -> new String[] {"exit status 3"};
            case EXIT -> new String[] {"exit status 4"};
            case EXIT_AS_IF_ALL_WERE_WELL -> new String[] {"exit status 0"};
            case KILLED -> new String[] {"SIGKILL"};
            // A JVM ends in good order then, and the status is all that is known.
            case TERMINATED -> new String[] {"SIGTERM", "exit status 143"};
            // A JVM writes its file, and aborts.
            case CRASHED -> new String[] {"SIGABRT", "SIGSEGV"};
        };
    }

    /// Does it, and does not return.
    @SuppressWarnings("SystemExitOutsideMain") // what is tested
    void die() throws IOException, InterruptedException {
        switch (this) {
            case HALT -> Runtime.getRuntime().halt(3);
            case EXIT -> System.exit(4);
            case EXIT_AS_IF_ALL_WERE_WELL -> System.exit(0);
            case KILLED -> signal("KILL");
            case TERMINATED -> signal("TERM");
            case CRASHED -> signal("SEGV");
        }
        while (true) {
            LockSupport.park();
        }
    }

    private static void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        int _ = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    }
}
