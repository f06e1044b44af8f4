package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A pool at rest uses no processor: none of its threads, here or in the workers, is ever woken.
public abstract class RestContract extends Contract {
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    /// How the system names the threads of this library, and the one that runs the tasks.
    private static final List<String> OURS = List.of("manyhands", "java", "main");

    /// For the kinds.
    protected RestContract() {}

    /// How often each thread was woken, at a moment.
    private record Look(long nanos, Map<String, Long> switches) {
        static Look at(Set<Long> processes, Set<String> known) {
            Map<String, Long> all = new TreeMap<>();
            for (long process : processes) {
                addThreads(all, process, known);
            }
            return new Look(System.nanoTime(), all);
        }
    }

    @Test
    void poolAtRestUsesNoProcessor() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "threads can be looked at");
        Set<String> strangers = Look.at(Set.of(own()), Set.of()).switches.keySet();
        Workers workers = open(2);
        Set<Long> processes = new TreeSet<>(Set.of(own()));
        Task<Long> pid = () -> ProcessHandle.current().pid();
        for (int i = 0; i < 1_000; i++) {
            processes.add(workers.submit(pid).get());
        }
        List<Integer> items = java.util.stream.IntStream.range(0, 10_000).boxed().toList();
        assertThat(workers.map(items, item -> item + 1).toList()).hasSize(items.size());
        TaskFuture<Long> last = workers.submit(pid);
        processes.add(last.get());
        Look[] before = {Look.at(processes, strangers)};
        assertThat(before[0].switches).hasSizeGreaterThan(processes.size());
        Await.until(
                "nobody is woken for a second",
                () -> {
                    if (System.nanoTime() - before[0].nanos < REST_NANOS) {
                        return false;
                    }
                    Look now = Look.at(processes, strangers);
                    boolean isSame = now.switches.equals(before[0].switches);
                    before[0] = now;
                    return isSame;
                });
    }

    private static long own() {
        return ProcessHandle.current().pid();
    }

    private static void addThreads(Map<String, Long> all, long process, Set<String> known) {
        Path tasks = Path.of("/proc", Long.toString(process), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                String name = process + "/" + thread.getFileName() + " ";
                List<String> lines = Files.readAllLines(thread.resolve("status"));
                name += lines.getFirst().replaceFirst("Name:\\s*", "");
                if (!known.contains(name) && isOurs(process, name)) {
                    all.put(name, switches(lines));
                }
            }
        } catch (NoSuchFileException ended) {
            // A thread that has ended uses nothing.
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Those of the JVM itself are not.
    private static boolean isOurs(long process, String name) {
        String own = name.substring(name.indexOf(' ') + 1);
        return OURS.stream()
                .anyMatch(each ->
                        own.startsWith(each) && (process != own() || each.equals("manyhands")));
    }

    private static long switches(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("ctxt_switches"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
