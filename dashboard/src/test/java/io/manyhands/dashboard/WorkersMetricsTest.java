package io.manyhands.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.LocalOptions;
import io.manyhands.Workers;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void metersSayWhatTheStatisticsSay(String kind) {
        LocalOptions options = LocalOptions.defaults().withCount(2).withName("manyhands-measured");
        Workers workers = Kinds.open(kind, options);
        try (workers) {
            WorkersMetrics.of(workers).bindTo(registry);
            assertThat(workers.map(List.of("1", "two", "3"), Integer::parseInt).outcomes().toList())
                    .hasSize(3);
            assertThat(counter("manyhands.tasks.ended", "SUCCEEDED")).isEqualTo(2);
            assertThat(counter("manyhands.tasks.ended", "FAILED")).isEqualTo(1);
            assertThat(counter("manyhands.tasks.ended", "WORKER_LOST")).isEqualTo(0);
            assertThat(registry.get("manyhands.tasks.submitted").functionCounter().count())
                    .isEqualTo(3);
            assertThat(
                            registry.get("manyhands.tasks.queued")
                                    .tags("workers", "manyhands-measured", "kind", kind)
                                    .gauge()
                                    .value())
                    .isZero();
        }
        assertThat(counter("manyhands.tasks.ended", "SUCCEEDED")).isEqualTo(2);
    }

    @Test
    void runningTasksAreAGauge() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            WorkersMetrics.of(workers).bindTo(registry);
            double running =
                    workers.submit(() -> registry.get("manyhands.tasks.running").gauge().value())
                            .get();
            assertThat(running).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void timeOfTasksIsMeasuredByNameAndStatus(String kind) {
        try (Workers workers = Kinds.open(kind, 1, WorkersMetrics.times(registry))) {
            workers.named("nap").execute(() -> TimeUnit.MILLISECONDS.sleep(20));
            workers.named("parse").execute(() -> {});
            workers.named("parse").execute(() -> {});
        }
        Timer nap = timer("nap");
        assertThat(nap.count()).isEqualTo(1);
        assertThat(nap.totalTime(TimeUnit.MILLISECONDS)).isBetween(20.0, 10_000.0);
        assertThat(timer("parse").count()).isEqualTo(2);
    }

    @Test
    void manyNamesAreOneAfterTheHundredth() {
        try (Workers workers = Kinds.open("threads", 1, WorkersMetrics.times(registry))) {
            for (int i = 0; i < 150; i++) {
                workers.named("name" + i).execute(() -> {});
            }
        }
        assertThat(registry.get("manyhands.task.time").timers()).hasSize(101);
        assertThat(timer("other").count()).isEqualTo(50);
    }

    private double counter(String name, String status) {
        return registry.get(name).tag("status", status).functionCounter().count();
    }

    private Timer timer(String task) {
        return registry.get("manyhands.task.time")
                .tags("task", task, "status", "SUCCEEDED")
                .timer();
    }
}
