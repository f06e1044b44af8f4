package io.manyhands.worker;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The `main` of a worker's JVM. Started by the library only, with the pipe from the program as
/// descriptor 3 and the pipe to it as descriptor 4.
public final class WorkerMain {
    private static final String FROM_PARENT = "/dev/fd/3";
    private static final String TO_PARENT = "/dev/fd/4";
    private static final String BELL = "/dev/fd/5";

    private WorkerMain() {}

    /// Runs the calls that come through the pipe, and ends with the program that sends them.
    ///
    /// @param arguments a word, if descriptor 5 is the pipe that the main thread may sleep at
    /// @throws IOException if the pipes are not there
    public static void main(String[] arguments) throws IOException {
        // Never closed, as the JVM ends with them; and never 0, 1 or 2, which are taken.
        InputStream fromParent = new FileInputStream(FROM_PARENT);
        OutputStream toParent = new FileOutputStream(TO_PARENT);
        WorkerSetup setup =
                new WorkerSetup(
                        pid(),
                        arguments.length > 0 ? BELL : null,
                        new SystemHost(),
                        new Codecs(),
                        new ServedLoaders(),
                        Outputs.install());
        new WorkerLoop(fromParent, toParent, setup).run();
    }

    /// The process's id by the cheapest way there is, or 0.
    private static long pid() {
        try {
            return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }
}
