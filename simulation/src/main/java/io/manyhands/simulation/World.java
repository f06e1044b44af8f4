package io.manyhands.simulation;

import io.manyhands.LocalOptions;
import io.manyhands.TimeSource;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Where a [Scenario] has its workers, its time and its chance from. For the threads of its run.
public final class World {
    private static final int FEW = 2;

    private final Stage stage;
    private final RandomGenerator random;
    private int opened;

    World(Stage stage, RandomGenerator random) {
        this.stage = stage;
        this.random = random;
    }

    /// Workers that are threads: so many tasks run at once. What tasks share works as on threads.
    ///
    /// @param count how many, at least 1
    /// @return the workers, to be closed
    /// @throws IllegalArgumentException if the count is less than 1
    public Workers threads(int count) {
        return threads(LocalOptions.defaults().withCount(count));
    }

    /// Workers that are threads.
    ///
    /// @param options as for [Workers#virtual(LocalOptions)]; their time source is this world's
    /// @return the workers, to be closed
    public Workers threads(LocalOptions options) {
        return Workers.virtual(inWorld(options));
    }

    /// Workers that are processes, as far as a program sees them: tasks, arguments and results are
    /// copied, and a process can die, by the simulation's [Simulation#withDeaths(int)] or because a
    /// task does not stop when it is told to. Then a task that it had begun fails with
    /// [io.manyhands.WorkerLostException], or is tried again if its retries say so, and what it had
    /// not begun is done by others. Statics are those of this JVM. A process that only waits has
    /// another one in its place when nothing else can go on.
    ///
    /// What tasks share is not there if there are deaths.
    ///
    /// @param count how many, at least 1
    /// @return the workers, to be closed
    /// @throws IllegalArgumentException if the count is less than 1
    public Workers processes(int count) {
        return processes(LocalOptions.defaults().withCount(count));
    }

    /// Workers that are processes, as [#processes(int)].
    ///
    /// @param options how many, 2 by default, and all the rest; their time source is this world's
    /// @return the workers, to be closed
    public Workers processes(LocalOptions options) {
        int count = options.count() == 0 ? FEW : options.count();
        boolean isListenedTo = options.listener() != null;
        return Workers.ofKind(
                inWorld(options), host -> new SimulatedProcesses(host, stage, count, isListenedTo));
    }

    private LocalOptions inWorld(LocalOptions options) {
        opened++;
        LocalOptions named =
                options.name() == null ? options.withName("workers-" + opened) : options;
        return named.withTimeSource(time());
    }

    /// The clock of the run, for what takes a time source, and to be read. It begins with the run,
    /// at the start of the year 2000, and goes on by a microsecond at each step; when all wait, it
    /// jumps to the next time that somebody waits for.
    ///
    /// @return the clock
    public TimeSource time() {
        return stage.clock();
    }

    /// Lets a thread of the run sleep by the clock of the run.
    ///
    /// @param time how long; returns at once if it is not positive
    /// @throws InterruptedException if the thread is interrupted
    public void sleep(Duration time) throws InterruptedException {
        stage.clock().sleep(time);
    }

    /// Random numbers that follow from the seed.
    ///
    /// @return a generator, not thread-safe in itself: as only one thread of the run goes on at a
    ///   time, all may use it
    public RandomGenerator random() {
        return random;
    }
}
