package io.manyhands;

import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.Subscription;
import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import io.manyhands.waits.Standstill;
import io.manyhands.waits.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for the first of several things: an item of a queue, a message of a topic or a pipe, the
/// end of a task, a run of a schedule, or that time is over.
///
/// ```java
/// Select<String> next = new Select<String>()
///         .take(orders, order -> "order " + order.id())
///         .receive(prices, price -> "price " + price)
///         .done(report, outcome -> "the report is there")
///         .after(Duration.ofSeconds(1), () -> "nothing for a second");
/// String what = next.await();
/// ```
///
/// Exactly one of them is chosen at each [#await()]. Nothing is taken from the others, however
/// close the race, and nothing at all if the wait is interrupted. If several are there, each has
/// the same chance, so none is kept waiting for ever by one that is always there. The idea is that
/// of C. A. R. Hoare's *Communicating Sequential Processes* (1978), as in Go's `select`.
///
/// What is closed and drained, and a schedule that has ended, is not waited for any more; once that
/// is so of all, and no time was set, `await` throws [QueueClosedException]. A task that has ended
/// is chosen again and again: leave it out the next time.
///
/// Things of threads and of processes can be mixed. Waiting here inside a task for other tasks of
/// the same workers starves nobody, as with [TaskFuture#get()]. What happened before an item was
/// put, a message was sent or a task or run ended happens-before what follows the return.
///
/// Immutable: each method gives a new one. Thread-safe, and to be used any number of times.
///
/// @param <R> the type of what is made of what was chosen
public final class Select<R extends @Nullable Object> {
    /// How long to wait until something is attempted again that was held up by a change.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /// One of the things.
    private record Case<R extends @Nullable Object>(
            Choice choice, Function<Object, ? extends R> then) {}

    /// That time is over.
    private record Timeout<R extends @Nullable Object>(
            long nanos, @Nullable Supplier<? extends R> then) {
        static final long NEVER = Long.MAX_VALUE;
    }

    private final List<Case<R>> cases;
    private final Timeout<R> timeout;

    /// Waits for nothing yet.
    public Select() {
        this(List.of(), new Timeout<>(Timeout.NEVER, null));
    }

    private Select(List<Case<R>> cases, Timeout<R> timeout) {
        this.cases = cases;
        this.timeout = timeout;
    }

    /// Or for an item of a queue, which is taken as by [SharedQueue#take()].
    ///
    /// @param queue the queue, made by workers or by [HostShared]
    /// @param then what to make of the item; called by `await` in its own thread, after the item
    ///   was taken: what it throws, `await` throws, and the item is gone
    /// @param <T> what the items are
    /// @return a new one, which waits for that, too
    /// @throws IllegalArgumentException if the queue is of another maker
    /// @throws IllegalStateException if what made it was closed
    public <T> Select<R> take(SharedQueue<T> queue, Function<? super T, ? extends R> then) {
        return with(choosable("queue", queue), then);
    }

    /// Or for a message of a topic, which is received as by [Subscription#receive()].
    ///
    /// @param subscription to the topic, made by workers or by [HostShared]
    /// @param then what to make of the message, as with [#take]
    /// @param <T> what the messages are
    /// @return a new one, which waits for that, too
    /// @throws IllegalArgumentException if the subscription is of another maker
    public <T> Select<R> receive(
            Subscription<T> subscription, Function<? super T, ? extends R> then) {
        return with(choosable("subscription", subscription), then);
    }

    /// Or for what was sent at the other end of a pipe, which is received as by
    /// [PipeEnd#receive()]; so a broken pipe has `await` throw
    /// [io.manyhands.shared.PipeBrokenException].
    ///
    /// @param end of the pipe, made by workers or by [HostShared], or that of a [TaskProcess]
    /// @param then what to make of what was sent, as with [#take]
    /// @param <T> what is sent
    /// @return a new one, which waits for that, too
    /// @throws IllegalArgumentException if the end is of another maker
    /// @throws IllegalStateException if what made it was closed
    public <T> Select<R> receive(PipeEnd<T> end, Function<? super T, ? extends R> then) {
        return with(choosable("end", end), then);
    }

    /// Or for the end of a task.
    ///
    /// @param future of the task
    /// @param then what to make of how it ended, as with [#take]
    /// @param <T> the type of the task's value
    /// @return a new one, which waits for that, too
    public <T extends @Nullable Object> Select<R> done(
            TaskFuture<T> future, Function<? super Outcome<T>, ? extends R> then) {
        OutcomeFuture<T> run = (OutcomeFuture<T>) Checks.notNull("future", future);
        return with(new EndChoice(run), then);
    }

    /// Or for the end of a run of a schedule, from now on, also of one that failed. Each is chosen
    /// once, by whoever waits with this or with one that was made from it.
    ///
    /// @param schedule whose runs
    /// @param then what to make of it, as with [#take]; gets the schedule
    /// @return a new one, which waits for that, too
    public Select<R> ran(Schedule schedule, Function<? super Schedule, ? extends R> then) {
        DelayedRun<?> run = (DelayedRun<?>) Checks.notNull("schedule", schedule);
        return with(new RunChoice(run), then);
    }

    /// Or until some time is over, counted from the call of [#await()]. The shortest of several
    /// counts. It goes by the machine's clock, unless one of the other things is of workers that
    /// have another: then by the first such [TimeSource].
    ///
    /// @param timeout how long; if it is not positive, `await` does not block
    /// @param then what to give then
    /// @return a new one, which waits no longer
    public Select<R> after(Duration timeout, Supplier<? extends R> then) {
        Checks.notNull("then", then);
        long nanos = Durations.nanos(Checks.notNull("timeout", timeout));
        return new Select<>(
                cases, nanos < this.timeout.nanos ? new Timeout<>(nanos, then) : this.timeout);
    }

    private static Choice choosable(String name, Object given) {
        if (Checks.notNull(name, given) instanceof Choosable choosable) {
            return choosable.choice();
        }
        throw new IllegalArgumentException(
                "Only what workers or HostShared have made can be waited for together: "
                        + (name + "=" + given));
    }

    @SuppressWarnings("unchecked") // what the choice gives is of the type that its maker has
    private <T> Select<R> with(Choice choice, Function<? super T, ? extends R> then) {
        Checks.notNull("then", then);
        List<Case<R>> all = new ArrayList<>(cases);
        all.add(new Case<>(choice, chosen -> then.apply((T) chosen)));
        return new Select<>(List.copyOf(all), timeout);
    }

    /// Waits until one of them is there, and takes it.
    ///
    /// @return what was made of it
    /// @throws InterruptedException if interrupted; nothing was taken then
    /// @throws QueueClosedException if nothing can come any more, and no time was set
    /// @throws IllegalStateException if nothing is waited for, or what made one of them was closed
    /// @throws io.manyhands.shared.DeadlockException if [Deadlocks] broke up the wait
    public R await() throws InterruptedException {
        if (cases.isEmpty() && timeout.then == null) {
            throw new IllegalStateException(
                    "A select must have something to wait for: cases=0, timeout=none");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        StackRoom.ensure();
        Turn<R> turn = new Turn<>(cases, timeout);
        if (!turn.attempt() && timeout.nanos > 0) {
            List<OutcomeFuture<?>> tasks = tasks();
            Waits.lending(
                    tasks,
                    true,
                    () -> {
                        try (Standstill _ = tasks.isEmpty() ? Standstill.begin() : null) {
                            turn.sleep();
                        }
                        return turn;
                    });
        }
        return turn.outcome();
    }

    private List<OutcomeFuture<?>> tasks() {
        List<OutcomeFuture<?>> tasks = new ArrayList<>();
        for (Case<R> each : cases) {
            if (each.choice instanceof EndChoice end) {
                tasks.add(end.run());
            }
        }
        return tasks;
    }

    /// One wait. Confined to its thread.
    private static final class Turn<R extends @Nullable Object> {
        private final List<Case<R>> cases;
        private final Timeout<R> timeout;
        private final Clock clock;
        private final long start;
        private @Nullable Case<R> chosen;
        private @Nullable Object item;
        private boolean isHeldUp;

        Turn(List<Case<R>> cases, Timeout<R> timeout) {
            this.cases = cases;
            this.timeout = timeout;
            clock = timeout.then == null ? Clock.SYSTEM : clock(cases);
            start = clock.nanos();
        }

        /// The first that is not the machine's.
        private static <R extends @Nullable Object> Clock clock(List<Case<R>> cases) {
            for (Case<R> each : cases) {
                if (!each.choice.clock().isSystem()) {
                    return each.choice.clock();
                }
            }
            return Clock.SYSTEM;
        }

        /// Takes from one that has something.
        ///
        /// @return whether there was one
        boolean attempt() {
            int size = cases.size();
            int first = size > 1 ? ThreadLocalRandom.current().nextInt(size) : 0;
            int over = 0;
            isHeldUp = false;
            for (int i = 0; i < size; i++) {
                Case<R> each = cases.get((first + i) % size);
                Object given = each.choice.attempt();
                if (!(given instanceof Choice.Lack lack)) {
                    chosen = each;
                    item = given;
                    return true;
                }
                over += lack == Choice.Lack.OVER ? 1 : 0;
                isHeldUp |= lack == Choice.Lack.HELD_UP;
            }
            if (over == size && timeout.then == null) {
                throw new QueueClosedException(
                        "Where all is closed and drained, nothing can be waited for: cases="
                                + size);
            }
            return false;
        }

        /// Waits until one has something, or the time is over.
        void sleep() throws InterruptedException {
            Need need = need();
            if (need == null) {
                sleep(this::attempt);
            } else {
                Wait.attempting(need, this::attempt, this::sleep);
            }
        }

        /// What the wait needs, if it cannot end otherwise.
        private @Nullable Need need() {
            if (timeout.then != null) {
                return null;
            }
            List<Need> needs = new ArrayList<>();
            for (Case<R> each : cases) {
                Need need = each.choice.need();
                if (need == null) {
                    return null;
                }
                needs.add(need);
            }
            return Need.anyOf(needs);
        }

        private void sleep(BooleanSupplier attempt) throws InterruptedException {
            Sleeper me = new Sleeper();
            int entered = 0;
            try {
                for (Case<R> each : cases) {
                    entered++;
                    each.choice.enter(me);
                }
                sleep(me, attempt);
            } finally {
                for (Case<R> each : cases.subList(0, entered)) {
                    each.choice.leave(me);
                }
            }
        }

        private void sleep(Sleeper me, BooleanSupplier attempt) throws InterruptedException {
            while (true) {
                me.prepare();
                long most = Long.MAX_VALUE;
                for (Case<R> each : cases) {
                    most = Math.min(most, each.choice.arm(me));
                }
                if (attempt.getAsBoolean()) {
                    return;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = left();
                if (left <= 0) {
                    return;
                }
                park(me, left, isHeldUp ? Math.min(most, PAUSE_NANOS) : most);
            }
        }

        /// Whether it is attempted again in between goes by the machine's clock.
        private void park(Sleeper me, long left, long most) {
            boolean isAll = most == Long.MAX_VALUE;
            if (clock.isSystem()) {
                me.park(this, Math.min(left, most));
            } else {
                me.park(isAll ? clock : Clock.SYSTEM, this, isAll ? left : most);
            }
        }

        private long left() {
            return timeout.then == null ? Timeout.NEVER : timeout.nanos - (clock.nanos() - start);
        }

        R outcome() {
            Case<R> from = chosen;
            return from == null
                    ? Objects.requireNonNull(timeout.then).get()
                    : from.then.apply(Objects.requireNonNull(item));
        }

        @Override
        public String toString() {
            return "select of " + cases.size();
        }
    }
}
