package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordsTest {
    @Test
    void recorderHasTheEventsOfTasksAndWorkers(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("tasks.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            LocalOptions options = LocalOptions.defaults().withCount(1).withName("recorded");
            try (Workers workers = Workers.threads(options)) {
                assertThat(workers.named("one").submit(() -> 1).get()).isEqualTo(1);
                TaskFuture<Integer> failing =
                        workers.named("two").submit(() -> Integer.parseInt("two"));
                assertThatThrownBy(failing::get).hasCauseInstanceOf(NumberFormatException.class);
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(lines(events))
                .containsSubsequence(
                        "TaskQueued recorded one 1",
                        "TaskStarted recorded one 1 recorded-worker-1",
                        "TaskEnded recorded one 1 SUCCEEDED")
                .containsSubsequence(
                        "TaskQueued recorded two 2",
                        "TaskStarted recorded two 2 recorded-worker-1",
                        "TaskEnded recorded two 2 FAILED")
                .contains("WorkerStarted recorded-worker-1", "WorkerEnded recorded-worker-1");
    }

    private static List<String> lines(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().startsWith("io.manyhands."))
                .map(FlightRecordsTest::line)
                .toList();
    }

    private static String line(RecordedEvent event) {
        StringBuilder line =
                new StringBuilder(
                        event.getEventType().getName().substring("io.manyhands.".length()));
        for (String field : List.of("workers", "task", "number", "worker", "status")) {
            if (event.hasField(field)) {
                Object value = event.getValue(field);
                line.append(' ').append(value);
            }
        }
        return line.toString();
    }
}
