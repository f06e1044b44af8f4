package io.manyhands.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.LocalOptions;
import io.manyhands.RetryPolicy;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void fileHasASliceForEachAttemptOnItsWorkersLane(String kind) throws Exception {
        Path file = directory.resolve("tasks.json");
        List<TaskFuture<?>> futures = new ArrayList<>();
        try (Timeline timeline = Timeline.to(file);
                Workers workers = Kinds.open(kind, 2, timeline.listener())) {
            for (int i = 0; i < 20; i++) {
                futures.add(workers.named("good").submit(() -> 1));
            }
            RetryPolicy twice = RetryPolicy.times(1).withBackoff(Duration.ZERO);
            futures.add(workers.named("bad").withRetries(twice).submit(() -> fail()));
        }
        Map<String, Object> trace = read(file);
        Map<Double, String> lanes = new TreeMap<>();
        ofPhase(trace, "M").stream()
                .filter(each -> Json.text(each, "name").equals("thread_name"))
                .forEach(each ->
                        lanes.put(Json.number(each, "tid"), Json.text(arguments(each), "name")));
        List<Map<String, Object>> slices = ofPhase(trace, "X");
        assertThat(slices).hasSize(22);
        for (TaskFuture<?> future : futures) {
            List<Map<String, Object>> own =
                    slices.stream()
                            .filter(each -> Json.number(arguments(each), "task") == future.id())
                            .sorted(Comparator.comparingDouble(each -> Json.number(each, "ts")))
                            .toList();
            assertThat(own).hasSize(future.attempts());
            Map<String, Object> last = own.getLast();
            String worker = future.worker().orElseThrow();
            assertThat(Json.text(last, "name")).isEqualTo(future.name());
            assertThat(Json.text(last, "cat")).isEqualTo(future.status().name());
            assertThat(Json.text(arguments(last), "worker")).isEqualTo(worker);
            assertThat(lanes).containsEntry(Json.number(last, "tid"), worker);
            assertThat(Json.number(arguments(last), "attempt")).isEqualTo(future.attempts());
        }
        assertThat(slices)
                .filteredOn(each -> Json.text(each, "name").equals("bad"))
                .extracting(each -> Json.text(each, "cat"))
                .containsExactly("RETRIED", "FAILED");
        assertThat(slices)
                .filteredOn(each -> Json.text(each, "cat").equals("FAILED"))
                .singleElement()
                .satisfies(each ->
                        assertThat(Json.text(arguments(each), "failure"))
                                .contains("IllegalStateException: planted \"quoted\" <b>"));
        assertNoneOverlap(slices);
    }

    @Test
    void onlyTheLatestAreKeptAndTheOthersCounted() throws Exception {
        Path file = directory.resolve("many.json");
        try (Timeline timeline = Timeline.to(file, 10);
                Workers workers = Kinds.open("threads", 1, timeline.listener())) {
            List<TaskFuture<Integer>> all = workers.submitAll(Collections.nCopies(50, () -> 1));
            assertThat(all).hasSize(50);
        }
        Map<String, Object> trace = read(file);
        assertThat(ofPhase(trace, "X"))
                .extracting(each -> (int) Json.number(arguments(each), "task"))
                .containsExactly(41, 42, 43, 44, 45, 46, 47, 48, 49, 50);
        Object other = trace.get("otherData");
        assertThat(other).isEqualTo(Map.of("forgotten", "40"));
    }

    @Test
    void manyShortWorkersShareLanes() throws Exception {
        Path file = directory.resolve("virtual.json");
        try (Timeline timeline = Timeline.to(file);
                Workers workers = Kinds.open("virtual", 1, timeline.listener())) {
            for (int i = 0; i < 300; i++) {
                assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
            }
        }
        List<Map<String, Object>> slices = ofPhase(read(file), "X");
        assertThat(slices).hasSize(300);
        assertThat(slices).allMatch(each -> Json.number(each, "tid") <= 258);
    }

    @Test
    void taskThatRunsIsASliceWithoutAnEnd() throws Exception {
        Path file = directory.resolve("running.json");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Timeline timeline = Timeline.to(file)) {
            LocalOptions options =
                    LocalOptions.defaults().withCount(1).withListener(timeline.listener());
            Workers workers = Workers.threads(options);
            try (workers) {
                TaskFuture<?> running =
                        workers.named("long")
                                .submit(() -> {
                                    begun.countDown();
                                    release.await();
                                });
                begun.await();
                List<Map<String, Object>> slices = List.of();
                // The listener may be behind.
                while (slices.isEmpty()) {
                    timeline.write();
                    slices = ofPhase(read(file), "X");
                }
                assertThat(slices)
                        .singleElement()
                        .satisfies(each -> assertThat(Json.text(each, "cat")).isEqualTo("RUNNING"));
                release.countDown();
                assertThat(running.get()).isNull();
            }
        }
        assertThat(ofPhase(read(file), "X"))
                .extracting(each -> Json.text(each, "cat"))
                .containsExactly("SUCCEEDED");
    }

    @Test
    void fileIsWrittenWhenTheProgramExits() throws Exception {
        Path file = directory.resolve("exit.json");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = System.getProperty("java.class.path");
        Process program =
                new ProcessBuilder(java, "-cp", path, Exits.class.getName(), file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(program.getInputStream().readAllBytes(), UTF_8);
        assertThat(program.waitFor()).as(said).isEqualTo(3);
        assertThat(ofPhase(read(file), "X"))
                .extracting(each -> Json.text(each, "name"))
                .contains("before-exit");
    }

    @Test
    void directoryThatIsNotThereIsTold() {
        Timeline timeline = Timeline.to(directory.resolve("none/file.json"));
        assertThatThrownBy(timeline::close)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The file of a timeline must be writable: file=");
        timeline.close();
        assertThatThrownBy(() -> Timeline.to(directory, 0))
                .hasMessage("A timeline must keep at least one slice: most=0");
    }

    /// A program that leaves without closing anything.
    static final class Exits {
        private Exits() {}

        public static void main(String[] args) throws InterruptedException, ExecutionException {
            Timeline timeline = Timeline.to(Path.of(args[0]));
            WorkersListener recording = timeline.listener();
            CountDownLatch told = new CountDownLatch(1);
            WorkersListener listener =
                    event -> {
                        recording.on(event);
                        if (event instanceof WorkersEvent.TaskEnded) {
                            told.countDown();
                        }
                    };
            Workers workers =
                    Workers.threads(LocalOptions.defaults().withCount(1).withListener(listener));
            Integer _ = workers.named("before-exit").submit(() -> 1).get();
            told.await();
            System.exit(3);
        }
    }

    private static void assertNoneOverlap(List<Map<String, Object>> slices) {
        Map<Double, Double> ends = new TreeMap<>();
        slices.stream()
                .sorted(Comparator.comparingDouble(each -> Json.number(each, "ts")))
                .forEach(each -> {
                    double begin = Json.number(each, "ts");
                    double lane = Json.number(each, "tid");
                    assertThat(begin).isGreaterThanOrEqualTo(ends.getOrDefault(lane, 0.0) - 0.001);
                    ends.put(lane, begin + Json.number(each, "dur"));
                });
    }

    private static int fail() {
        throw new IllegalStateException("planted \"quoted\" <b>");
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return Json.object(Files.readAllBytes(file));
    }

    private static List<Map<String, Object>> ofPhase(Map<String, Object> trace, String phase) {
        return Json.objects(trace, "traceEvents").stream()
                .filter(each -> Json.text(each, "ph").equals(phase))
                .toList();
    }

    private static Map<String, Object> arguments(Map<String, Object> event) {
        return Json.asObject(Objects.requireNonNull(event.get("args")));
    }
}
