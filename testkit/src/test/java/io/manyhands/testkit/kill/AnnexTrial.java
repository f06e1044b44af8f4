package io.manyhands.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.HostShared;
import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.shared.SharedArray;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedQueue;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// What is tried where `/dev/shm` has eight megabytes. The program does one of them.
@SuppressWarnings("ImmutableEnumChecker") // they have no state
enum AnnexTrial {
    PROGRAMS_SHARE_WHAT_DOES_NOT_FIT {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                SharedCounter hits = shared.counter("hits");
                SharedArray large = shared.sharedArray("large", LARGE_BYTES);
                large.segment().set(ValueLayout.JAVA_BYTE, LARGE_BYTES - 1, (byte) 7);
                Path annex = annex();
                assertThat(mode(annex)).isEqualTo("rwx------");
                try (Stream<Path> files = Files.list(annex)) {
                    assertThat(files).hasSize(1).allMatch(file -> mode(file).equals("rw-------"));
                }
                AnnexMate.READS.runAndWait();
                assertThat(large.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 8);
                assertThat(hits.get()).isEqualTo(1);
            }
        }
    },

    MEMORY_IS_FILLED_LITTLE_BY_LITTLE {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                for (int i = 0; i < 6; i++) {
                    SharedArray each = shared.sharedArray("part-" + i, PART_BYTES);
                    each.segment().fill((byte) i);
                    shared.counter("count-" + i).set(i);
                }
                // Two have found room in memory.
                try (Stream<Path> files = Files.list(annex())) {
                    assertThat(files).hasSize(4);
                }
                AnnexMate.READS_PARTS.runAndWait();
            }
        }
    },

    LARGE_QUEUE_IS_A_QUEUE {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                SharedQueue<byte[]> queue = shared.queue("jobs", QUEUE_ITEMS);
                assertThat(annex()).isNotEmptyDirectory();
                Process taker = AnnexMate.TAKES.start();
                for (int i = 0; i < 100; i++) {
                    queue.put(new byte[i]);
                }
                assertThat(taker.waitFor()).isZero();
                assertThat(queue).isEmpty();
            }
        }
    },

    MANY_MAKE_THE_SAME_AT_A_TIME {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                List<Process> mates = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    mates.add(AnnexMate.MAKES.start());
                }
                for (Process mate : mates) {
                    assertThat(mate.waitFor()).isZero();
                }
                for (int i = 0; i < AnnexMate.RACES; i++) {
                    SharedArray each = shared.sharedArray("race-" + i, AnnexMate.RACE_BYTES);
                    for (int mate = 1; mate <= mates.size(); mate++) {
                        assertThat(each.segment().get(ValueLayout.JAVA_BYTE, mate))
                                .as("race %s, mate %s", i, mate)
                                .isEqualTo((byte) 1);
                    }
                }
            }
        }
    },

    NO_ROOM_AT_ALL {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> shared.sharedArray("large", LARGE_BYTES))
                        .withMessageStartingWith(
                                "A shared object needs a file that can be made: what=array,")
                        .withMessageMatching(
                                ".* reason=The file system must have room for the shared memory:"
                                        + " sizeBytes=\\d+, freeBytes=\\d+, path=/dev/shm/[^,]*,"
                                        + " otherwise=The file system must have room for the shared"
                                        + " memory: sizeBytes=\\d+, freeBytes=\\d+, path=.*");
                SharedArray small = shared.sharedArray("small", 1_000);
                assertThat(small.segment().byteSize()).isEqualTo(1_000);
            }
        }
    },

    NEXT_ONE_REMOVES_WHAT_THE_KILLED_HAVE_LEFT {
        @Override
        void run() throws Exception {
            AnnexMate.HOLDS.killWhenReady();
            assertThat(annex()).isNotEmptyDirectory();
            try (HostShared _ = HostShared.open("other")) {
                assertThat(left()).noneMatch(path -> path.contains("-annex-"));
            }
        }
    },

    WHO_LIVES_GOES_ON_WITH_WHAT_THE_KILLED_HAVE_MADE {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(NAME)) {
                AnnexMate.HOLDS.killWhenReady();
                try (HostShared _ = HostShared.open("other")) {
                    SharedArray large = shared.sharedArray("large", LARGE_BYTES);
                    assertThat(large.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
                }
                AnnexMate.READS_NINE.runAndWait();
            }
        }
    },

    PROGRAMS_ARE_KILLED_AT_ANY_MOMENT {
        @Override
        void run() throws Exception {
            long seed = Long.getLong("io.manyhands.testkit.annex-seed", System.nanoTime());
            int rounds = Integer.getInteger("io.manyhands.testkit.annex-rounds", 5);
            Random random = new Random(seed);
            for (int i = 0; i < rounds; i++) {
                List<Process> mates = List.of(AnnexMate.CHURNS.start(), AnnexMate.CHURNS.start());
                for (Process mate : mates) {
                    AnnexMate.awaitReady(mate);
                    LockSupport.parkNanos(random.nextInt(60_000_000));
                    int _ = mate.destroyForcibly().waitFor();
                    try (HostShared shared = HostShared.open(NAME)) {
                        // Those who live are not hurt.
                        SharedArray large = shared.sharedArray("large", LARGE_BYTES);
                        assertThat(large.segment().byteSize()).isEqualTo(LARGE_BYTES);
                    }
                }
                assertThat(left()).as("seed=%s, round=%s", seed, i).isEmpty();
            }
        }
    },

    WORKERS_SHARE_WHAT_DOES_NOT_FIT {
        @Override
        void run() throws Exception {
            try (Workers workers = workers()) {
                SharedArray large = workers.sharedArray("large", LARGE_BYTES);
                assertThat(left()).hasSize(2);
                workers.submit(() ->
                                large.segment()
                                        .set(ValueLayout.JAVA_BYTE, LARGE_BYTES - 1, (byte) 7))
                        .get();
                assertThat(large.segment().get(ValueLayout.JAVA_BYTE, LARGE_BYTES - 1))
                        .isEqualTo((byte) 7);
                SharedArray ofTask =
                        workers.submit(
                                        () -> {
                                            SharedArray made =
                                                    workers.sharedArray("of-task", LARGE_BYTES);
                                            made.segment().set(ValueLayout.JAVA_BYTE, 5, (byte) 6);
                                            return made;
                                        })
                                .get();
                assertThat(ofTask.segment().get(ValueLayout.JAVA_BYTE, 5)).isEqualTo((byte) 6);
            }
        }
    },

    WORKERS_ARE_REPLACED_WHILE_MEMORY_IS_FULL {
        @Override
        void run() throws Exception {
            Path filling = SmallMemory.PATH.resolve("filling");
            try (Workers workers = workers()) {
                long one = workers.submit(() -> ProcessHandle.current().pid()).get();
                // Little enough for no rings, and enough for a file of arguments.
                long free = SmallMemory.PATH.toFile().getUsableSpace() - (256 << 10);
                try (RandomAccessFile file = new RandomAccessFile(filling.toFile(), "rw")) {
                    for (long written = 0; written < free; written += PAGE.length) {
                        file.write(PAGE);
                    }
                }
                for (int i = 0; i < 4; i++) {
                    TaskFuture<?> dying = workers.submit(() -> Runtime.getRuntime().halt(1));
                    try {
                        Object _ = dying.get();
                    } catch (ExecutionException lost) {
                        assertThat(lost).hasCauseInstanceOf(WorkerLostException.class);
                    }
                }
                long other = workers.submit(() -> ProcessHandle.current().pid()).get();
                assertThat(other).isNotEqualTo(one);
                byte[] large = new byte[4 << 20];
                assertThat(workers.submit(() -> large.length).get()).isEqualTo(4 << 20);
            } finally {
                Files.deleteIfExists(filling);
            }
        }
    },

    KILLED_PROGRAM_LEAVES_NOTHING {
        @Override
        void run() throws Exception {
            AnnexMate.HOLDS_IN_WORKERS.killWhenReady();
            Await.until("all is removed", () -> left().isEmpty());
        }
    },

    NEXT_ONE_REMOVES_WHAT_ONE_KILLED_WITH_ITS_WARDEN_HAS_LEFT {
        @Override
        void run() throws Exception {
            Process mate = AnnexMate.HOLDS_IN_WORKERS.start();
            AnnexMate.awaitReady(mate);
            boolean _ = SystemProcesses.signal("STOP", mate.pid());
            // First the warden, then the workers: it does not see them go.
            List<ProcessHandle> ofMate = mate.descendants().toList();
            List<ProcessHandle> wardens = ofMate.stream().filter(AnnexTrial::isWarden).toList();
            assertThat(wardens).hasSize(1);
            kill(wardens);
            kill(ofMate);
            int _ = mate.destroyForcibly().waitFor();
            assertThat(left()).hasSize(2);
            try (Workers workers = workers()) {
                assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
                Await.until("it is removed", () -> left().size() == 1);
            }
        }
    };

    static final String NAME = "annex";
    static final long LARGE_BYTES = 16 << 20;
    static final long PART_BYTES = 3 << 20;
    static final int QUEUE_ITEMS = 1 << 20;

    private static final byte[] PAGE = new byte[4096];

    /// The program.
    ///
    /// @param arguments the trial
    /// @throws Exception if it fails
    public static void main(String[] arguments) throws Exception {
        valueOf(arguments[0]).run();
        Await.until("nothing is left: " + left(), () -> left().isEmpty());
    }

    abstract void run() throws Exception;

    private static boolean isWarden(ProcessHandle process) {
        return SystemProcesses.commandLine(process.pid()).contains("manyhands-warden");
    }

    private static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : processes) {
            Await.until("it is gone", () -> !SystemProcesses.isAlive(each.pid()));
        }
    }

    static Workers workers() {
        return Workers.processes(
                ProcessOptions.defaults()
                        .withCount(1)
                        .withMaxHeap("32m")
                        .withGrace(Duration.ofMillis(100)));
    }

    /// The only one.
    static Path annex() {
        List<String> annexes =
                left().stream().filter(path -> path.contains("/manyhands-annex-")).toList();
        assertThat(annexes).hasSize(1);
        return Path.of(annexes.getFirst());
    }

    /// All that is there of anybody.
    static List<String> left() {
        List<String> all = new ArrayList<>();
        for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            try (Stream<Path> files = Files.list(Path.of(place))) {
                files.filter(file -> file.getFileName().toString().startsWith("manyhands-"))
                        .forEach(file -> all.add(file.toString()));
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }
        return all;
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
