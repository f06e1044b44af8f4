package io.manyhands.spi;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/// A thread that runs what is forked, and knows what that is: quicker than a [ThreadLocal].
public abstract class ForkThread extends ForkJoinWorkerThread {
    private @Nullable Object running;
    private volatile boolean wasTold;

    /// Makes a thread without inheritable thread-locals.
    ///
    /// @param pool whose it is
    protected ForkThread(ForkJoinPool pool) {
        super(null, pool, true);
    }

    /// What it runs at this moment, the innermost of it. For the thread itself.
    ///
    /// @return what [#setRunning(Object)] was given last
    public final @Nullable Object running() {
        return running;
    }

    /// Keeps what it runs. For the thread itself.
    ///
    /// @param now what it runs from now on, or null
    public final void setRunning(@Nullable Object now) {
        running = now;
    }

    /// Whether something that it runs was told to stop.
    ///
    /// @return what [#setTold(boolean)] was given last
    public final boolean wasTold() {
        return wasTold;
    }

    /// Keeps whether something that it runs was told to stop. Who tells so says it first.
    ///
    /// @param told whether it was
    public final void setTold(boolean told) {
        wasTold = told;
    }
}
