package io.manyhands.testkit.kill;

import io.manyhands.HostShared;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// A program that uses a shared object until it is killed, or whoever has started it ends.
public final class SharedUser {
    private SharedUser() {}

    /// The program.
    ///
    /// @param arguments the name of what is shared, the kind, how many users there are, which of
    ///   them this is, the number of its life, the book, and the seed
    /// @throws Exception if something is wrong
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(SharedUser::fail);
        Thread _ = Thread.ofPlatform().name("parent-watch").daemon().start(SharedUser::watch);
        int life = Integer.parseInt(arguments[4]);
        Use.Pen pen = new Use.Pen(new Book(arguments[5]), life);
        // Never closed: the program ends by being killed.
        HostShared objects = HostShared.open(arguments[0]);
        Use use =
                SharedKind.valueOf(arguments[1])
                        .use(
                                new Use.Seat(
                                        objects,
                                        Integer.parseInt(arguments[2]),
                                        Integer.parseInt(arguments[3]),
                                        pen,
                                        new Random(Long.parseLong(arguments[6]) + life)));
        use.join();
        use.round();
        pen.note(Use.READY);
        while (true) {
            use.round();
        }
    }

    private static void fail(Thread thread, Throwable failure) {
        Streams.err().println("in " + thread.getName());
        failure.printStackTrace(Streams.err());
        Runtime.getRuntime().halt(2);
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here.
            }
        } catch (IOException gone) {
            // As if it had ended.
        }
        Runtime.getRuntime().halt(1);
    }

    /// Starts one.
    ///
    /// @param output where what it says goes
    static Process start(Path output, List<String> arguments) throws IOException {
        List<String> command = SystemProcesses.java(SharedUser.class);
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
