package io.manyhands;

import io.manyhands.spi.Job;
import io.manyhands.spi.LocalWorker;
import io.manyhands.stress.Rescue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;

/// A window, and the pool that it belongs to, for one trial, whose actors are the feeder, the taker
/// and the workers. The function counts what it is given.
final class SmallMap {
    /// Stands for a taker that nobody woke.
    static final int LATE = -1;

    private static final int MOST_ITEMS = 8;
    private static final int LONGEST_PAUSE = 256;
    private static final AtomicInteger PAUSES = new AtomicInteger();

    private final QueueOnly queue;
    private final Pool pool;
    private final Window window;
    private final AtomicIntegerArray runs = new AtomicIntegerArray(MOST_ITEMS);
    private volatile int pause = PAUSES.incrementAndGet() % LONGEST_PAUSE;

    SmallMap(boolean ordered, int capacity) {
        this(ordered, capacity, 2);
    }

    SmallMap(boolean ordered, int capacity, int workers) {
        queue = new QueueOnly(workers);
        pool = new Pool(LocalOptions.defaults(), false, Handle.next(), _ -> queue);
        Fn<Integer, Integer> function =
                number -> {
                    runs.incrementAndGet(number);
                    return number;
                };
        window =
                new Window(
                        pool,
                        Settings.DEFAULTS,
                        Item.of(pool, function, false),
                        new WindowShape(ordered, capacity, 0));
    }

    Window window() {
        return window;
    }

    /// Lets a few moments pass, others in each trial: so the actors meet in all of their steps.
    void pause() {
        for (int left = pause; left > 0; left--) {
            pause = left;
        }
    }

    Counters counters() {
        return pool.journal().counters();
    }

    /// Feeds items from a number on.
    void add(int from, int to) {
        for (int number = from; number < to; number++) {
            boolean _ = window.add(number);
        }
    }

    /// Lets a worker run what was submitted first.
    ///
    /// @return whether there was something
    boolean runFirst() {
        Job job = queue.poll();
        if (job == null) {
            return false;
        }
        LocalWorker worker = new LocalWorker(pool.host(), "stress-worker");
        Thread _ = worker.bind(Thread.currentThread());
        worker.live(job);
        return true;
    }

    /// How often the function was given an item.
    int runs(int number) {
        return runs.get(number);
    }

    /// Claims an item and publishes it as its own result.
    void work(int number) {
        if (window.items().claim(number, number + 1)) {
            window.results().publish(number, number);
        }
    }

    /// Takes a result.
    ///
    /// @param isDue whether all has happened by now that the taker waits for
    /// @return the result, or what the given number stands for: the end; [#LATE] if nobody woke the
    ///   taker
    int take(BooleanSupplier isDue, int end) {
        Rescue rescue = Rescue.begin(isDue);
        int taken;
        try {
            Object result = window.take();
            taken = result == null ? end : (int) result;
        } catch (CancellationException closed) {
            taken = end;
        } catch (InterruptedException rescued) {
            taken = LATE;
        }
        return rescue.end() ? LATE : taken;
    }
}
