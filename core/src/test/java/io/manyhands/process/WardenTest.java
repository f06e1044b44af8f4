package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WardenTest {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Test
    void nothingOutlivesAParentThatIsKilled() throws Exception {
        JvmOptions parent = new JvmOptions(TrialParent.class.getName(), null, List.of());
        try (Launcher launcher = Launcher.open(parent, 0);
                Trial trial = Trial.start(launcher)) {
            String[] told = trial.answer().split(" ", -1);
            long stopped = Long.parseLong(told[4]);
            Trial.await("stopped", Trial.LONG_NANOS, () -> state(stopped) == 'T');

            trial.launch.process().destroyForcibly();

            long end = System.nanoTime() + SECOND_NANOS;
            for (int at = 0; at < 6; at++) {
                long pid = Long.parseLong(told[at]);
                Trial.await("end of " + at, end - System.nanoTime(), () -> Trial.isGone(pid));
            }
            Path directory = Path.of(told[6]);
            Trial.await(
                    "end of " + directory, end - System.nanoTime(), () -> !Files.exists(directory));
        }
    }

    @Test
    void aWardenThatWasKilledIsReplacedByOneThatKnowsAll(@TempDir Path place) throws Exception {
        Path directory = Files.createDirectory(place.resolve("manyhands-kept"));
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            long child = child(worker);
            warden.keep(directory);
            warden.add(worker.pid());
            Process first = warden.awaitProcess(null);

            first.destroyForcibly();

            assertThat(warden.awaitProcess(first).isAlive()).isTrue();
            assertThat(worker.isAlive()).isTrue();
            assertThat(Trial.isGone(child)).isFalse();
        }
        assertThat(Shell.awaitExit(worker, SECOND_NANOS)).isTrue();
        assertThat(directory).doesNotExist();
    }

    @Test
    void aGroupIsKilledWithItsChildren() throws Exception {
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            long child = child(worker);
            warden.add(worker.pid());

            warden.kill(worker.pid());

            assertThat(Shell.awaitExit(worker, Trial.LONG_NANOS)).isTrue();
            Trial.await("child", Trial.LONG_NANOS, () -> Trial.isGone(child));
        }
    }

    @Test
    void aGroupIsAskedToEndWithItsChildren() throws Exception {
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            long child = child(worker);
            warden.add(worker.pid());

            assertThat(warden.terminate(worker.pid())).isTrue();

            assertThat(Shell.awaitExit(worker, Trial.LONG_NANOS)).isTrue();
            assertThat(ExitStatus.signal(worker.exitValue())).hasValue("SIGTERM");
            Trial.await("child", Trial.LONG_NANOS, () -> Trial.isGone(child));
            warden.drop(worker.pid());
        }
    }

    @Test
    void aWardenThatIsKilledBeforeItReadsLeavesItToTheNext() throws Exception {
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            long child = child(worker);
            warden.add(worker.pid());
            Process first = warden.awaitProcess(null);
            Process stop = new ProcessBuilder("kill", "-STOP", "" + first.pid()).start();
            assertThat(stop.waitFor()).isZero();
            Trial.await("stopped", Trial.LONG_NANOS, () -> state(first.pid()) == 'T');

            warden.kill(worker.pid());
            first.destroyForcibly();

            assertThat(Shell.awaitExit(worker, Trial.LONG_NANOS)).isTrue();
            Trial.await("child", Trial.LONG_NANOS, () -> Trial.isGone(child));
        }
    }

    @Test
    void whatIsDroppedIsLeftAlone(@TempDir Path place) throws Exception {
        Path directory = Files.createDirectory(place.resolve("manyhands-forgotten"));
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            warden.keep(directory);
            warden.add(worker.pid());
            warden.forget(directory);
            warden.drop(worker.pid());
        }
        assertThat(worker.isAlive()).isTrue();
        assertThat(directory).exists();
        end(worker);
    }

    @Test
    void onlyDirectoriesOfOursAreRemovedWhateverTheirNames(@TempDir Path place) throws Exception {
        Path odd = Files.createDirectory(place.resolve("manyhands-" + Trial.ODD));
        Path strange = Files.createDirectory(place.resolve("not-manyhands-1"));
        Files.createFile(odd.resolve("file"));
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            warden.keep(odd);
            warden.keep(strange);
        }
        assertThat(odd).doesNotExist();
        assertThat(strange).exists();
    }

    @Test
    void aWardenThatCannotBeKeptComesBackWhenItCan() throws Exception {
        Process worker = sleeper();
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            Process shell = null;
            for (int end = 0; end < WardenWatch.QUICK_ENDS; end++) {
                shell = warden.awaitProcess(shell);
                shell.destroyForcibly();
                assertThat(Shell.awaitExit(shell, SECOND_NANOS)).isTrue();
            }
            Process last = shell;
            Trial.await("another shell", Trial.LONG_NANOS, () -> isReplaced(warden, last));
            warden.add(worker.pid());
        }
        assertThat(Shell.awaitExit(worker, SECOND_NANOS)).isTrue();
    }

    private static boolean isReplaced(Warden warden, @Nullable Process last) {
        try {
            return warden.awaitProcess(last).isAlive();
        } catch (LaunchFailure notYet) {
            return false;
        }
    }

    @Test
    void theLastUserEndsIt() throws Exception {
        Warden warden = Warden.acquire(ParentJvm.fileNameCharset());
        Warden again = Warden.acquire(ParentJvm.fileNameCharset());
        Process process = warden.awaitProcess(null);

        again.close();
        assertThat(process.isAlive()).isTrue();

        warden.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(again).isSameAs(warden);
    }

    @Test
    void signalsOfATerminalDoNotEndIt() throws Exception {
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            Process process = warden.awaitProcess(null);
            // It has set its traps once it has obeyed.
            Process worker = sleeper();
            assertThat(child(worker)).isPositive();
            warden.add(worker.pid());
            warden.kill(worker.pid());
            assertThat(Shell.awaitExit(worker, Trial.LONG_NANOS)).isTrue();

            for (String signal : List.of("INT", "HUP", "TERM", "QUIT")) {
                Process kill =
                        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                                .start();
                assertThat(kill.waitFor()).isZero();
            }

            Process other = sleeper();
            assertThat(child(other)).isPositive();
            warden.add(other.pid());
            warden.kill(other.pid());
            assertThat(Shell.awaitExit(other, Trial.LONG_NANOS)).isTrue();
            assertThat(warden.awaitProcess(null)).isSameAs(process);
        }
    }

    @Test
    void aGroupThatIsNoneIsRefused() throws Exception {
        try (Warden warden = Warden.acquire(ParentJvm.fileNameCharset())) {
            assertThatThrownBy(() -> warden.kill(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A process group is above one: group=1");
        }
    }

    @Test
    void theShellIgnoresNumbersThatAreNoGroups() throws Exception {
        Process shell = new ProcessBuilder(WardenScript.command()).start();
        try (var lines = shell.outputWriter(StandardCharsets.US_ASCII)) {
            for (String value : List.of("", "0", "1", "-1", "01", "1x", "*", "; kill 1")) {
                lines.write("add " + value + "\nkill " + value + "\n");
            }
        }
        assertThat(Shell.awaitExit(shell, Trial.LONG_NANOS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        assertThat(shell.errorReader().lines()).isEmpty();
    }

    /// A process in a group of its own with a child, whose number it prints.
    private static Process sleeper() throws Exception {
        return new ProcessBuilder(Shell.inNewSession("sleep 1000 & echo $!; wait", "sleeper"))
                .start();
    }

    /// The child's number: when it is known the group is there.
    private static long child(Process sleeper) throws IOException {
        return Long.parseLong(sleeper.inputReader().readLine());
    }

    private static void end(Process sleeper) throws IOException {
        ProcessHandle.of(child(sleeper)).ifPresent(ProcessHandle::destroyForcibly);
        sleeper.destroyForcibly();
        assertThat(Shell.awaitExit(sleeper, Trial.LONG_NANOS)).isTrue();
    }

    private static char state(long pid) {
        try {
            String line =
                    Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
            return line.charAt(line.lastIndexOf(')') + 2);
        } catch (IOException _) {
            return 'X';
        }
    }
}
