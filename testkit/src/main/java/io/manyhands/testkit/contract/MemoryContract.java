package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.causeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.Outcome;
import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The heaps of all workers fit the memory that there is; a worker over its limit is replaced, and
/// so is one whose heap has run out; nobody else is hurt (W5, T4).
@Timeout(60)
public abstract class MemoryContract extends Contract {
    private static final long MEGA = 1 << 20;
    private static final String MUCH = "240m";
    private static final long MUCH_BYTES = 240 * MEGA;

    /// What a task keeps in its worker.
    private static final List<MemorySegment> KEPT = new ArrayList<>();

    /// How a task says that its heap has run out.
    enum Shortage {
        THROWN,
        CAUSE,
        REAL;

        int have() {
            if (this == THROWN) {
                throw new OutOfMemoryError("thrown by hand");
            } else if (this == CAUSE) {
                throw new IllegalStateException("hidden", new OutOfMemoryError("thrown by hand"));
            }
            long[][] all = new long[1 << 16][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new long[1 << 20];
            }
            return all.length;
        }
    }

    /// For the kinds.
    protected MemoryContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    @ParameterizedTest
    @Tag("W5")
    @CsvSource({"3, 1000, 25", "5, 1000, 15", "5, 300, 15"})
    void heapsOfAllWorkersFitTheMemory(int count, int machine, int percent) throws Exception {
        ProcessOptions options =
                ProcessOptions.defaults()
                        .withCount(count)
                        .withJvmFlags("-XX:MaxRAM=" + machine + "m");
        long share = machine * MEGA * percent / 100;
        // A JVM rounds a little, and does not count all of it.
        assertThat(heapOf(options)).isBetween(share * 9 / 10, share + 4 * MEGA);
    }

    @Test
    @Tag("W5")
    void heapsOfAllWorkersFitTheContainer() throws Exception {
        long share = 1_000 * MEGA * 15 / 100;
        assertThat(ProgramInGroup.run(5, 1_000 * MEGA)).isBetween(share * 9 / 10, share + 4 * MEGA);
    }

    @Test
    @Tag("W5")
    void heapThatIsAskedForIsGiven() throws Exception {
        ProcessOptions many = ProcessOptions.defaults().withCount(4);
        assertThat(heapOf(many.withJvmFlags("-Xmx600m"))).isGreaterThan(500 * MEGA);
        assertThat(heapOf(many.withJvmFlags("-XX:MaxRAM=1g", "-XX:MaxRAMPercentage=60")))
                .isGreaterThan(500 * MEGA);
        assertThat(heapOf(many.withMaxHeap("600m"))).isGreaterThan(500 * MEGA);
    }

    @Test
    @Tag("W5")
    @Tag("T3")
    void workerOverItsMemoryIsReplacedAndItsTaskFailsAlone() throws Exception {
        Workers workers = closing(Workers.processes(watched(2)));
        Signal end = signal();
        TaskFuture<Integer> modest =
                workers.submit(() -> {
                    end.awaitDeafly();
                    return 1;
                });
        TaskFuture<?> greedy =
                workers.submit(() -> {
                    take(MUCH_BYTES);
                    new Signal().await();
                });
        assertThat(Losses.of(greedy))
                .hasMessageContaining("SIGKILL")
                .hasMessageContaining("A worker's resident memory must stay within its limit")
                .hasMessageContaining("limitBytes=" + MUCH_BYTES);
        end.give();
        assertThat(modest.get()).isEqualTo(1);
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
    }

    @Test
    @Tag("W5")
    void workerThatKeepsTooMuchLeavesInOrder() throws Exception {
        Tally ends = new Tally();
        Workers workers =
                closing(Workers.processes(watched(1).withWorkerEnd(() -> ends.increment())));
        long keeper =
                workers.submit(
                                () -> {
                                    take(MUCH_BYTES);
                                    return Losses.ownPid();
                                })
                        .get();
        Losses.awaitGone(keeper);
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isNotEqualTo(keeper);
        assertThat(ends.count()).isEqualTo(1);
        assertThat(workers.statistics().failed()).isZero();
    }

    @ParameterizedTest
    @Tag("W5")
    @Tag("T4")
    @EnumSource
    void taskWithoutMemoryFailsAloneAndItsWorkerLeaves(Shortage shortage) throws Exception {
        Tally ends = new Tally();
        Workers workers = open(1, options -> options.withWorkerEnd(() -> ends.increment()));
        Notes pids = new Notes();
        long before = workers.submit(() -> Losses.ownPid()).get();
        TaskFuture<Integer> greedy = workers.submit(() -> shortage.have());
        List<TaskFuture<Integer>> behind = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            behind.add(
                    workers.submit(() -> {
                        pids.add("" + Losses.ownPid());
                        return number;
                    }));
        }
        Throwable cause = causeOf(greedy);
        assertThat(cause instanceof OutOfMemoryError ? cause : cause.getCause())
                .isInstanceOf(OutOfMemoryError.class);
        for (int i = 0; i < behind.size(); i++) {
            assertThat(behind.get(i).get()).isEqualTo(i);
            assertThat(behind.get(i).attempts()).isEqualTo(1);
        }
        assertThat(pids.lines()).hasSize(20).doesNotContain("" + before);
        Losses.awaitGone(before);
        assertThat(ends.count()).isEqualTo(1);
        assertThat(workers.statistics().failed()).isEqualTo(1);
    }

    @Test
    @Tag("W5")
    @Tag("T3")
    void itemWithoutMemoryFailsAloneAndNoneRunsBehindIt() throws Exception {
        Workers workers = open(1);
        int items = 1_000;
        Notes pids = new Notes();
        List<Outcome<Integer>> ends =
                workers.map(
                                ResultsContract.numbers(items),
                                item -> {
                                    if (item == items / 2) {
                                        pids.add("" + Losses.ownPid());
                                        throw new OutOfMemoryError("thrown by hand");
                                    } else if (item > items / 2) {
                                        pids.add("" + Losses.ownPid());
                                    }
                                    return item;
                                })
                        .outcomes()
                        .toList();
        assertThat(ends).hasSize(items);
        assertThat(workers.statistics().succeeded()).isEqualTo(items - 1);
        List<String> lines = pids.lines();
        assertThat(lines).hasSize(items / 2);
        assertThat(lines.subList(1, lines.size())).doesNotContain(lines.getFirst());
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("W5")
    @Tag("T9")
    void startActionWithoutMemoryIsTriedAgain() throws Exception {
        Tally tries = new Tally();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withWorkerStart(() -> {
                                    if (tries.increment() < 3) {
                                        throw new OutOfMemoryError("thrown by hand");
                                    }
                                }));
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(tries.count()).isEqualTo(3);
    }

    private static ProcessOptions watched(int count) {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory can be looked at");
        return ProcessOptions.defaults().withCount(count).withMaxHeap("64m").withMaxMemory(MUCH);
    }

    /// As many as there are, of which one is asked.
    private long heapOf(ProcessOptions options) throws Exception {
        Workers workers = closing(Workers.processes(options));
        try {
            return workers.submit(() -> Runtime.getRuntime().maxMemory()).get();
        } finally {
            workers.close();
        }
    }

    private static void take(long bytes) {
        KEPT.add(Arena.global().allocate(bytes).fill((byte) 1));
    }
}
