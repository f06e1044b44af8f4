package io.manyhands.process;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A parent's program for tests: starts workers that will not go by themselves, says which, and
/// waits to be killed.
final class TrialParent {
    private TrialParent() {}

    public static void main(String[] arguments) throws Exception {
        try (OutputStream out = new FileOutputStream("/dev/fd/4");
                Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial sleeping = Trial.start(launcher);
                Trial spinning = Trial.start(launcher);
                Trial withChild = Trial.start(launcher);
                Trial stopped = Trial.start(launcher);
                WaitingShell untold = WaitingShell.start(Surroundings.SAME)) {
            String child = withChild.ask("child", "sleep 1000");
            sleeping.tell("sleep", "");
            spinning.tell("spin", "");
            withChild.tell("spin", "");
            stopped.tell("signal", "STOP");
            String pids =
                    sleeping.launch.pid()
                            + " "
                            + spinning.launch.pid()
                            + " "
                            + withChild.launch.pid()
                            + " "
                            + child
                            + " "
                            + stopped.launch.pid()
                            + " "
                            + untold.process().pid();
            String all = pids + " " + launcher.directory().path();
            out.write(
                    ("hello " + ProcessHandle.current().pid() + "\n" + all + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            boolean _ = Threads.join(Thread.currentThread(), Long.MAX_VALUE / 2);
        }
    }
}
