package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However the program ends, its workers, their children and their files are gone within a second
/// (W2, W3, W10).
public abstract class ProgramEndContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Process> programs = new ArrayList<>();

    /// For the kinds.
    protected ProgramEndContract() {}

    @AfterEach
    final void endPrograms() {
        programs.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @Tag("W2")
    @EnumSource
    void killedProgramTakesItsWorkersAlong(ProgramThatEnds.Deed deed) throws Exception {
        Notes pids = new Notes();
        Process program = start(deed, ProgramThatEnds.End.NONE, pids);
        List<Long> ours = awaitPids(pids, deed);
        Process _ = program.destroyForcibly();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertAllGone(program.pid(), ours);
    }

    @Test
    @Tag("W2")
    void killedProgramTakesItsWorkersAlongWhateverItsPath() throws Exception {
        Notes pids = new Notes();
        ProgramThatEnds.Deed deed = ProgramThatEnds.Deed.CHILD;
        ProcessBuilder builder = ProgramThatEnds.builder(deed, ProgramThatEnds.End.NONE, pids);
        builder.environment().put("PATH", "/nowhere");
        Process program = start(builder);
        List<Long> ours = awaitPids(pids, deed);
        assertThat(Leavings.filesOf(program.pid())).isNotEmpty();
        Process _ = program.destroyForcibly();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertAllGone(program.pid(), ours);
    }

    @ParameterizedTest
    @Tag("W2")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void programThatEndsTakesItsWorkersAlong(ProgramThatEnds.End end) throws Exception {
        Notes pids = new Notes();
        Process program = start(ProgramThatEnds.Deed.SPIN, end, pids);
        List<Long> ours = awaitPids(pids, ProgramThatEnds.Deed.SPIN);
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertAllGone(program.pid(), ours);
    }

    @ParameterizedTest
    @Tag("W2")
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void signalledProgramTakesItsWorkersAlong(String signal) throws Exception {
        Notes pids = new Notes();
        ProgramThatEnds.Deed deed = ProgramThatEnds.Deed.SPIN;
        // Who runs the tests in the background has them ignore interrupts.
        List<String> heeding = List.of("/usr/bin/env", "--default-signal=" + signal);
        assumeTrue(isThere(heeding));
        ProcessBuilder builder = ProgramThatEnds.builder(deed, ProgramThatEnds.End.NONE, pids);
        builder.command().addAll(0, heeding);
        Process program = start(builder);
        List<Long> ours = awaitPids(pids, deed);
        boolean _ = SystemProcesses.signal(signal, program.pid());
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertAllGone(program.pid(), ours);
    }

    /// A terminal sends an interrupt to the program's group, where its workers are not.
    @Test
    @Tag("W3")
    void programThatATerminalInterruptsHasItsWorkersToTheLast() throws Exception {
        Notes notes = new Notes();
        ProgramThatEnds.Deed deed = ProgramThatEnds.Deed.REST;
        List<String> leader = List.of("/usr/bin/env", "--default-signal=INT", "setsid");
        assumeTrue(isThere(leader));
        ProcessBuilder builder = ProgramThatEnds.builder(deed, ProgramThatEnds.End.NONE, notes);
        builder.command().addAll(0, leader);
        Process program = start(builder);
        List<Long> ours = awaitPids(notes, deed);
        assertThat(groupOf(program.pid())).isEqualTo(program.pid());
        boolean _ = SystemProcesses.signal("INT", -program.pid());
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertAllGone(program.pid(), ours);
        assertThat(program.exitValue()).isEqualTo(130);
        assertThat(notes.lines()).endsWith(ProgramThatEnds.WORKED_TO_THE_LAST);
    }

    @Test
    @Tag("W2")
    void programThatIsKilledWhileItsWorkersStartLeavesNone() throws Exception {
        for (int started : new int[] {1, 2, 1, 2}) {
            Notes pids = new Notes();
            Process program = start(ProgramThatEnds.Deed.SPIN, ProgramThatEnds.End.NONE, pids);
            Await.until("it starts", () -> descendants(program).size() >= started);
            List<Long> ours = descendants(program);
            Process _ = program.destroyForcibly();
            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertAllGone(program.pid(), ours);
        }
    }

    @Test
    @Tag("W3")
    void workersAreInGroupsOfTheirOwn() throws Exception {
        Notes pids = new Notes();
        Process program = start(ProgramThatEnds.Deed.WAIT, ProgramThatEnds.End.NONE, pids);
        List<Long> groups = new ArrayList<>();
        for (long pid : awaitPids(pids, ProgramThatEnds.Deed.WAIT)) {
            groups.add(groupOf(pid));
        }
        assertThat(groups).doesNotHaveDuplicates().doesNotContain(groupOf(program.pid()));
    }

    /// Nobody is left who could tidy up, but the next program.
    @Test
    @Tag("W10")
    void filesOfAProgramThatDiedWithItsWardenGoWithTheNextOne() throws Exception {
        ProgramThatEnds.Deed deed = ProgramThatEnds.Deed.WAIT;
        Notes living = new Notes();
        Process alive = start(deed, ProgramThatEnds.End.NONE, living);
        Notes pids = new Notes();
        Process program = start(deed, ProgramThatEnds.End.NONE, pids);
        List<Long> ours = awaitPids(pids, deed);
        List<Long> _ = awaitPids(living, deed);
        boolean _ = SystemProcesses.signal("STOP", program.pid());
        List<Long> wardens = new ArrayList<>(descendants(program));
        wardens.removeAll(ours);
        assertThat(wardens).isNotEmpty();
        wardens.forEach(
                warden -> ProcessHandle.of(warden).ifPresent(ProcessHandle::destroyForcibly));
        wardens.forEach(Losses::awaitGone);
        Process _ = program.destroyForcibly();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        ours.forEach(Losses::awaitGone);
        List<String> left = Leavings.filesOf(program.pid());
        assertThat(left).isNotEmpty();
        Notes next = new Notes();
        // It tidies up once a worker of its has done a job, and has its memory.
        ProgramThatEnds.Deed rest = ProgramThatEnds.Deed.REST;
        Process _ = start(rest, ProgramThatEnds.End.NONE, next);
        List<Long> _ = awaitPids(next, rest);
        Await.until("the files go", () -> Leavings.filesOf(program.pid()).isEmpty());
        assertThat(Leavings.filesOf(alive.pid())).isNotEmpty();
    }

    private Process start(ProgramThatEnds.Deed deed, ProgramThatEnds.End end, Notes pids)
            throws IOException {
        return start(ProgramThatEnds.builder(deed, end, pids));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process program = builder.start();
        programs.add(program);
        return program;
    }

    private static List<Long> awaitPids(Notes pids, ProgramThatEnds.Deed deed) {
        pids.await(deed.processes());
        List<Long> found = pids.lines().stream().map(Long::valueOf).toList();
        assertThat(found).allMatch(Losses::isAlive);
        return found;
    }

    private static void assertAllGone(long program, List<Long> pids) {
        long deadline = System.nanoTime() + SECOND.toNanos();
        Await.until(
                "all is gone",
                () ->
                        pids.stream().noneMatch(Losses::isAlive)
                                && Losses.workersOf(program).isEmpty()
                                && Leavings.filesOf(program).isEmpty());
        assertThat(System.nanoTime() - deadline).as("nanoseconds too late").isNegative();
    }

    private static List<Long> descendants(Process program) {
        try (Stream<ProcessHandle> all = program.descendants()) {
            return all.map(ProcessHandle::pid).toList();
        }
    }

    private static long groupOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // pid (name) state parent group ...
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4)[2]);
    }

    private static boolean isThere(List<String> prefix) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
