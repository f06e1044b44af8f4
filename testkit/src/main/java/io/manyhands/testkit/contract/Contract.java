package io.manyhands.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.Action;
import io.manyhands.LocalOptions;
import io.manyhands.Task;
import io.manyhands.Workers;
import io.manyhands.testkit.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A part of the contract: its tests open workers of one kind, and all is closed behind them.
public abstract class Contract {
    private final List<Workers> opened = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private @Nullable Path directory;

    /// The time of the workers that are opened by [#openOnClock(int)].
    protected final TestClock clock = new TestClock();

    /// For the parts.
    protected Contract() {}

    /// The kind that is tested.
    ///
    /// @return the same at each call
    protected abstract Kind kind();

    /// Makes what the test shares with its tasks reach them.
    @BeforeEach
    final void openDirectory() {
        directory = TestDirectory.openIf(kind().is(Kind.Trait.SEPARATE));
    }

    /// Opens workers, which are stopped and closed after the test.
    ///
    /// @param count how many tasks run at once, if the kind has a limit
    /// @return the workers
    protected final Workers open(int count) {
        return open(count, options -> options);
    }

    /// Opens workers on [#clock].
    ///
    /// @param count how many tasks run at once, if the kind has a limit
    /// @return the workers
    protected final Workers openOnClock(int count) {
        return open(count, options -> options.withTimeSource(clock));
    }

    /// Opens workers.
    ///
    /// @param count how many tasks run at once, if the kind has a limit
    /// @param change what else they are to be
    /// @return the workers
    protected final Workers open(int count, UnaryOperator<LocalOptions> change) {
        return closing(kind().open(count, change.apply(LocalOptions.defaults())));
    }

    /// Stops and closes workers after the test.
    ///
    /// @param workers that were not opened here
    /// @return the same
    protected final Workers closing(Workers workers) {
        opened.add(workers);
        return workers;
    }

    /// Leaves the test out for kinds that are not so.
    ///
    /// @param trait what the kind must be
    protected final void assumeKind(Kind.Trait trait) {
        assumeTrue(kind().is(trait), () -> kind() + " is not " + trait);
    }

    /// Leaves the test out for kinds that are so.
    ///
    /// @param trait what the kind must not be
    /// @param reason why it cannot hold there
    protected final void assumeNot(Kind.Trait trait, String reason) {
        assumeTrue(!kind().is(trait), () -> kind() + " is " + trait + ": " + reason);
    }

    /// The worker that a thread belongs to, by the thread's name: in another process, the name of
    /// the task may follow that of the worker.
    final String workerOf(String threadName) {
        int blank = kind().is(Kind.Trait.SEPARATE) ? threadName.indexOf(' ') : -1;
        return blank < 0 ? threadName : threadName.substring(0, blank);
    }

    /// A signal that is given at the end of the test at the latest.
    final Signal signal() {
        Signal signal = new Signal();
        signals.add(signal);
        return signal;
    }

    /// Keeps all workers busy, until the signal is given.
    final Signal block(Workers workers, int count) throws InterruptedException {
        Signal release = signal();
        for (int i = 0; i < count; i++) {
            Signal begun = signal();
            workers.execute(() -> {
                begun.give();
                release.awaitDeafly();
            });
            begun.await();
        }
        return release;
    }

    /// Work that says that it has begun, waits for an interrupt, and counts that.
    static void waitInterrupted(Signal begun, Tally interrupted) {
        begun.give();
        interrupted.countInterrupt();
    }

    /// The same for items: each counts that it has begun.
    ///
    /// @return 1
    static int waitInterrupted(Tally begun, Tally interrupted) {
        begun.increment();
        interrupted.countInterrupt();
        return 1;
    }

    /// A task that can travel, for those who want the JDK's type.
    static <T extends @Nullable Object> Callable<T> callable(Task<T> task) {
        return task;
    }

    /// An action that can travel, for those who want the JDK's type.
    static Runnable runnable(Action action) {
        return action;
    }

    @AfterEach
    final void closeAll() {
        signals.forEach(Signal::end);
        // Before the workers, which may not close: whoever waits for a file goes on without it.
        TestDirectory.close(directory);
        for (Workers workers : opened) {
            List<Runnable> _ = workers.shutdownNow();
        }
        opened.forEach(Workers::close);
    }
}
