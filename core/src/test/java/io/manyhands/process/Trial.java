package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One process under test, whose program is [TrialMain] or the like: ask it, and read its answers.
final class Trial implements AutoCloseable {
    /// A file name that nobody would choose, as far as this system's encoding has its letters.
    static final String ODD =
            "a b'c\"d\\e$f\n#g*\t%p@h\\0101"
                    + (ParentJvm.fileNameCharset().newEncoder().canEncode("é€") ? "é€\n" : "\n");

    static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

    final Launch launch;
    private final BufferedReader answers;

    private Trial(Launch launch) {
        this.launch = launch;
        this.answers =
                new BufferedReader(
                        new InputStreamReader(launch.fromWorker(), StandardCharsets.UTF_8));
    }

    static JvmOptions options(String... flags) {
        return new JvmOptions(TrialMain.class.getName(), null, List.of(flags));
    }

    static Trial start(Launcher launcher) throws Exception {
        Trial trial = new Trial(launcher.launch());
        assertThat(trial.answer()).isEqualTo("hello " + trial.launch.pid());
        return trial;
    }

    String ask(String command, String value) throws IOException {
        tell(command, value);
        return answer();
    }

    void tell(String command, String value) throws IOException {
        String line = command + " " + TrialMain.escape(value) + "\n";
        launch.toWorker().write(line.getBytes(StandardCharsets.UTF_8));
    }

    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            boolean _ = launch.awaitExit(LONG_NANOS);
            throw new IOException("The process ended: status=" + launch.process().exitValue());
        }
        return TrialMain.unescape(line);
    }

    @Override
    public void close() {
        launch.close();
        assertThat(launch.awaitExit(LONG_NANOS)).isTrue();
    }

    static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread each : Thread.getAllStackTraces().keySet()) {
            if (each.getName().startsWith("manyhands-")) {
                names.add(each.getName());
            }
        }
        return names;
    }

    static boolean isGone(long pid) {
        try {
            String line =
                    Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
            // Dead, and nobody has asked for its status: the state follows the name.
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException _) {
            return true;
        }
    }

    /// For what happens in other processes: they cannot tell.
    static void await(String what, long nanos, BooleanSupplier holds) {
        long end = System.nanoTime() + nanos;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
