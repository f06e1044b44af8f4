package io.manyhands.dashboard;

import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersListener;
import io.manyhands.WorkersStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The numbers of some workers for [Micrometer](https://micrometer.io), and so for Prometheus and
/// others.
///
/// ```java
/// WorkersMetrics.of(workers).bindTo(registry);
/// ```
///
/// | Meter | Is |
/// |---|---|
/// | `manyhands.tasks.ended` (`status`) | how many ended so: a counter |
/// | `manyhands.tasks.submitted`, `.retried` | counters |
/// | `manyhands.tasks.queued`, `.running` | gauges |
/// | `manyhands.workers.up`, `.spares`, `.stuck` | gauges |
/// | `manyhands.task.time` (`task`, `status`) | how long tasks ran: see [#times(MeterRegistry)] |
///
/// All have the tags `workers`, the workers' name, and `kind`, but for `manyhands.task.time`.
/// Nothing is read until the registry asks, by [Workers#statistics()]. The meters do not keep the
/// workers from being collected; after their end they say the same for ever.
///
/// Needs the library `io.micrometer:micrometer-core`, which this module does not bring.
/// Thread-safe.
@SuppressWarnings("exports") // who uses it has the library, and others need not
public final class WorkersMetrics implements MeterBinder {
    private static final int MOST_NAMES = 100;
    private static final List<TaskStatus> ENDS =
            List.of(
                    TaskStatus.SUCCEEDED,
                    TaskStatus.FAILED,
                    TaskStatus.CANCELLED,
                    TaskStatus.TIMED_OUT,
                    TaskStatus.WORKER_LOST);

    private final Workers workers;

    private WorkersMetrics(Workers workers) {
        this.workers = workers;
    }

    /// The numbers of some workers.
    ///
    /// @param workers whose
    /// @return what makes the meters
    public static WorkersMetrics of(Workers workers) {
        return new WorkersMetrics(Objects.requireNonNull(workers));
    }

    /// A listener, to be given to workers as they are opened, that measures how long tasks run:
    /// each from its last start to its outcome. The tag `task` is the task's name; from the 101st
    /// name on it is `other`, so that names made by the thousand fill no registry.
    ///
    /// @param registry gets the timers `manyhands.task.time`
    /// @return a listener for one [Workers]
    public static WorkersListener times(MeterRegistry registry) {
        return new Times(Objects.requireNonNull(registry));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        WorkersStatistics first = workers.statistics();
        Tags tags = Tags.of("workers", first.name(), "kind", first.kind());
        for (TaskStatus status : ENDS) {
            count(
                    registry,
                    "manyhands.tasks.ended",
                    tags.and("status", status.name()),
                    ended(status));
        }
        count(registry, "manyhands.tasks.submitted", tags, WorkersStatistics::submitted);
        count(registry, "manyhands.tasks.retried", tags, WorkersStatistics::retried);
        gauge(registry, "manyhands.tasks.queued", tags, WorkersStatistics::queued);
        gauge(registry, "manyhands.tasks.running", tags, WorkersStatistics::running);
        gauge(registry, "manyhands.workers.up", tags, WorkersStatistics::workers);
        gauge(registry, "manyhands.workers.spares", tags, WorkersStatistics::spares);
        gauge(registry, "manyhands.workers.stuck", tags, now -> now.stuck().size());
    }

    private void count(
            MeterRegistry registry,
            String name,
            Tags tags,
            ToDoubleFunction<WorkersStatistics> number) {
        FunctionCounter _ =
                FunctionCounter.builder(
                                name, workers, from -> number.applyAsDouble(from.statistics()))
                        .tags(tags)
                        .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            Tags tags,
            ToDoubleFunction<WorkersStatistics> number) {
        Gauge _ =
                Gauge.builder(name, workers, from -> number.applyAsDouble(from.statistics()))
                        .tags(tags)
                        .register(registry);
    }

    private static ToDoubleFunction<WorkersStatistics> ended(TaskStatus status) {
        return switch (status) {
            case SUCCEEDED -> WorkersStatistics::succeeded;
            case FAILED -> WorkersStatistics::failed;
            case CANCELLED -> WorkersStatistics::cancelled;
            case TIMED_OUT -> WorkersStatistics::timedOut;
            case WORKER_LOST -> WorkersStatistics::lost;
            case QUEUED, RUNNING -> throw new IllegalArgumentException("Not an end: " + status);
        };
    }

    /// Measures. Confined to the thread of the listener.
    private static final class Times implements WorkersListener {
        private final MeterRegistry registry;
        private final Map<Long, Long> begun = new HashMap<>();
        private final Set<String> names = new HashSet<>();

        Times(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void on(WorkersEvent event) {
            switch (event) {
                case WorkersEvent.TaskStarted started -> begun.put(started.id(), started.nanos());
                case WorkersEvent.TaskEnded ended -> measure(ended);
                // Ends may be among them.
                case WorkersEvent.EventsDropped _ -> begun.clear();
                default -> {}
            }
        }

        private void measure(WorkersEvent.TaskEnded ended) {
            Long begin = begun.remove(ended.id());
            if (begin != null) {
                boolean isKnown = names.size() < MOST_NAMES;
                boolean isNamed =
                        names.contains(ended.name()) || (isKnown && names.add(ended.name()));
                Timer.builder("manyhands.task.time")
                        .tag("task", isNamed ? ended.name() : "other")
                        .tag("status", ended.status().name())
                        .register(registry)
                        .record(ended.nanos() - begin, TimeUnit.NANOSECONDS);
            }
        }
    }
}
