package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What workers leave when they are closed: nothing. What others can open meanwhile: nothing (W7,
/// W10).
public abstract class LeftoversContract extends Contract {

    /// For the kinds.
    protected LeftoversContract() {}

    @Test
    @Tag("W10")
    void closeLeavesNoProcessThreadDescriptorOrFile() throws Exception {
        assertLeavesNothing(LeftoversContract::use);
    }

    @Test
    @Tag("W10")
    void shutdownNowLeavesNothing() throws Exception {
        assertLeavesNothing(workers -> {
            for (int i = 0; i < 10; i++) {
                TaskFuture<?> _ = workers.submit(() -> new Signal().await());
            }
            List<Runnable> _ = workers.shutdownNow();
        });
    }

    @Test
    @Tag("W10")
    void deadWorkersLeaveNothing() throws Exception {
        assertLeavesNothing(workers -> {
            for (Death death : Death.values()) {
                assertThat(Losses.of(workers.submit(() -> death.die()))).isNotNull();
            }
            use(workers);
        });
    }

    @Test
    @Tag("W10")
    void workersThatDidNothingLeaveNothing() throws Exception {
        assertLeavesNothing(workers -> assertThat(workers.isShutdown()).isFalse());
    }

    @Test
    @Tag("W10")
    void manyPoolsOneAfterTheOtherLeaveNothing() throws Exception {
        assertLeavesNothing(_ -> {
            for (int i = 0; i < 5; i++) {
                Workers own = open(1);
                use(own);
                own.close();
            }
        });
    }

    @Test
    @Tag("W7")
    void neitherSideHasASocketOrAnythingThatOthersCanOpen() throws Exception {
        // The test's own surroundings may have some.
        List<String> before = sockets();
        Workers workers = open(1);
        use(workers);
        assertThat(workers.submit(() -> descriptors()).get()).isNotEmpty();
        assertThat(workers.submit(() -> sockets()).get()).isEmpty();
        assertThat(before).containsAll(sockets());
        List<Path> directories = directories();
        assertThat(directories).isNotEmpty();
        for (Path directory : directories) {
            assertThat(permissions(directory)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(permissions(file)).as("%s", file).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    @Tag("W7")
    void commandLineOfWorkerTellsNothing() throws Exception {
        System.setProperty("io.manyhands.testkit.secret", "hidden word");
        try {
            long pid = open(1).submit(() -> Losses.ownPid()).get();
            String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            assertThat(line).isNotEmpty().doesNotContain("hidden word");
        } finally {
            String _ = System.clearProperty("io.manyhands.testkit.secret");
        }
    }

    /// Something done with workers.
    private interface Use {
        void with(Workers workers) throws Exception;
    }

    private void assertLeavesNothing(Use use) throws Exception {
        // What is kept for all pools of the JVM comes with the first one.
        once(LeftoversContract::use);
        int before = descriptors().size();
        String name = once(use);
        Await.until("descriptors are closed", () -> descriptors().size() <= before);
        Await.until("threads end", () -> ThreadNames.beginningWith(name).isEmpty());
        Await.until("processes end", () -> ProcessHandle.current().children().count() == 0);
        Await.until("files go", () -> directories().isEmpty());
    }

    private String once(Use use) throws Exception {
        Workers workers = open(2);
        use.with(workers);
        workers.close();
        return workers.statistics().name();
    }

    private static void use(Workers workers) throws Exception {
        assertThat(workers.map(ResultsContract.numbers(1_000), number -> number).toList())
                .hasSize(1_000);
        byte[] large = new byte[1 << 20];
        assertThat(workers.submit(() -> large.clone()).get()).hasSameSizeAs(large);
    }

    /// What each descriptor of this process leads to.
    private static List<String> descriptors() {
        List<String> targets = new ArrayList<>();
        String[] numbers = new File("/proc/self/fd").list();
        for (String number : numbers == null ? new String[0] : numbers) {
            try {
                targets.add(Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString());
            } catch (IOException closed) {
                // That of the listing itself.
            }
        }
        return targets;
    }

    private static List<String> sockets() {
        return descriptors().stream().filter(target -> target.startsWith("socket:")).toList();
    }

    /// The private directories of this process.
    private static List<Path> directories() {
        List<Path> found = new ArrayList<>();
        for (String base : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            File[] files = new File(base).listFiles();
            for (File file : files == null ? new File[0] : files) {
                String own = "manyhands-" + Losses.ownPid() + "-";
                // The test has one of its own.
                boolean isOfTest = file.getName().startsWith(own + "test-");
                if (file.getName().startsWith(own) && !isOfTest) {
                    found.add(file.toPath());
                }
            }
        }
        return found;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
