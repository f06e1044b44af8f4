package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class LaunchingTest {
    private static final ProcessShape SHAPE = TestShape.of(0);
    private static final ProcessShape WRONG = TestShape.of(0, "-cp=elsewhere");

    @Test
    void whatIsTakenIsNotAbandoned() throws Exception {
        Launching launching = Launching.begin(SHAPE);
        Launcher launcher = launching.take();
        Path directory = launcher.directory().path();

        launching.abandon();

        assertThat(directory).isDirectory();
        launcher.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void whatIsAbandonedLeavesNothing() {
        Set<Path> before = directories();

        Launching.begin(SHAPE).abandon();

        assertThat(directories()).isEqualTo(before);
    }

    /// An attempt that fails is not the last.
    @Test
    void whoeverTakesItAgainHasItOpenedAnew() throws Exception {
        Launching launching = Launching.begin(SHAPE);
        launching.take().close();

        try (Launcher launcher = launching.take()) {
            assertThat(launcher.directory().path()).isDirectory();
        }
    }

    @Test
    void aFailureIsToldToTheOneWhoTakesIt() {
        Launching launching = Launching.begin(WRONG);

        assertThatThrownBy(launching::take).isInstanceOf(LaunchFailure.class);
        assertThatThrownBy(launching::take).isInstanceOf(LaunchFailure.class);
        launching.abandon();
    }

    @Test
    void workersThatCannotBeMadeLeaveNothing() {
        Set<Path> before = directories();
        Object stays = new Object();
        ProcessOptions options =
                ProcessOptions.defaults().withWorkerStart(() -> assertThat(stays).isNotNull());

        assertThatThrownBy(() -> Workers.processes(options).close())
                .isInstanceOf(TaskNotSerializableException.class);

        assertThat(directories()).isEqualTo(before);
    }

    /// The private directories of this JVM.
    static Set<Path> directories() {
        String prefix = PrivateDirectory.PREFIX + ProcessHandle.current().pid() + "-";
        Set<Path> found = new TreeSet<>();
        for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir", "/tmp"))) {
            for (String name : Objects.requireNonNullElse(new File(place).list(), new String[0])) {
                if (name.startsWith(prefix)) {
                    found.add(Path.of(place, name));
                }
            }
        }
        return found;
    }
}
