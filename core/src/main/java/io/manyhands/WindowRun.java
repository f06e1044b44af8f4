package io.manyhands;

import io.manyhands.spi.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A worker's visit to a window, for a turn or several. It counts for no task itself.
final class WindowRun extends TaskRun<Void> {
    private static final long NONE = -1;
    private static final VarHandle ITEM;

    static {
        try {
            ITEM = MethodHandles.lookup().findVarHandle(WindowRun.class, "item", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final LocalCrew crew;
    private final AtomicBoolean hasLeft = new AtomicBoolean();
    // Written by who sends it; cleared once, by its worker or by who ends it.
    private final AtomicBoolean isOnItsWay = new AtomicBoolean();
    // The worker's own.
    private boolean again;
    // The worker's own; read by who asks what it runs, who may see an old one.
    private volatile long item = NONE;

    WindowRun(Pool pool, Settings settings, LocalCrew crew) {
        super(pool, settings, crew);
        this.crew = crew;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        crew.arrived(WindowRun.this);
                        crew.forget(WindowRun.this);
                        if (hasLeft.compareAndSet(false, true)) {
                            crew.failed(WindowRun.this, Crew.causeOf(completion));
                        }
                    }
                });
    }

    @Override
    boolean isCounted() {
        return false;
    }

    @Override
    @Nullable Object call(Object work) {
        again = crew.runTurn(this);
        return null;
    }

    @Override
    long runAgainAfter(Object end) {
        return again ? 0 : -1;
    }

    /// It begins an item.
    void runs(long number) {
        ITEM.setOpaque(this, number);
    }

    /// It has ended one, and may begin another.
    void restsBetween() {
        ITEM.setOpaque(this, NONE);
    }

    @Override
    WorkersStatistics.@Nullable Running shown(Worker own, Worker.Doing doing) {
        long number = item;
        return number == NONE
                ? null
                : new WorkersStatistics.Running(own.name(), name(), number, true);
    }

    /// It is about to be queued.
    void leaves() {
        isOnItsWay.set(true);
    }

    /// It looks for items now, or never will.
    ///
    /// @return whether that is news
    boolean arrives() {
        return isOnItsWay.getAndSet(false);
    }

    /// Whether to go on, after no item was found.
    boolean mayContinue() {
        if (!hasLeft.compareAndSet(false, true)) {
            return false;
        }
        if (crew.leaveOrStay()) {
            hasLeft.set(false);
            return true;
        }
        return false;
    }
}
