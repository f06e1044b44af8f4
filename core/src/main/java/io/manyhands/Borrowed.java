package io.manyhands;

import io.manyhands.spi.Upstream;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The workers of the program that started this worker process, as a task here uses them: what is
/// submitted goes to that program. Everything that tasks have in common is that of any pool; the
/// life of the workers is their program's.
final class Borrowed extends Pool {
    @Serial private static final long serialVersionUID = 1;

    private final transient Parent parent;

    private Borrowed(LocalOptions options, Target target, Parent parent, int parallelism) {
        super(options, false, target, pool -> new ParentBackend(pool, parent, target, parallelism));
        this.parent = parent;
    }

    static Pool from(Upstream line, Target target, String name, int parallelism) {
        LocalOptions options = LocalOptions.defaults().withName(name);
        return new Borrowed(options, target, Parent.over(line), parallelism);
    }

    @Override
    boolean isBorrowed() {
        return true;
    }

    @Override
    boolean lendSeat(boolean needed) {
        parent.lendSeat(target());
        return true;
    }

    @Override
    void takeSeatBack() {
        parent.takeSeatBack();
    }

    @Override
    public boolean isShutdown() {
        return parent.isTrue(HandleRequest.IS_SHUTDOWN, target());
    }

    @Override
    public boolean isTerminated() {
        return parent.isTrue(HandleRequest.IS_TERMINATED, target());
    }

    @Override
    public WorkersStatistics statistics() {
        Object told = parent.ask(HandleRequest.STATISTICS, target());
        return (WorkersStatistics) Objects.requireNonNull(told);
    }

    @Override
    void enqueueLater(DelayedRun<?> run) {
        throw refused("take no schedules of other processes");
    }

    @Override
    public void shutdown() {
        throw refused("are shut down by their own program only");
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw refused("are stopped by their own program only");
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw refused("are waited for by their own program only");
    }

    @Override
    public void close() {
        throw new IllegalStateException(
                "Workers cannot be closed by tasks of other processes: workers=" + name());
    }

    @Override
    public String toString() {
        return name() + "[borrowed]";
    }

    private UnsupportedOperationException refused(String what) {
        return new UnsupportedOperationException("Workers " + what + ": workers=" + name());
    }
}
