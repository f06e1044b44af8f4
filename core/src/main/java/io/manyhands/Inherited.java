package io.manyhands;

import io.manyhands.spi.LocalWorker;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What goes with a task to wherever it runs: the deadline for the scopes that it opens, and scoped
/// values (JEP 506). Immutable, as far as the values are.
///
/// @param deadline when all must have ended, or null
/// @param time the clock of that moment
/// @param values what is bound while the task runs
record Inherited(Settings.@Nullable Deadline deadline, TimeSource time, List<Value> values)
        implements Serializable {
    private static final ScopedValue<Inherited> CURRENT = ScopedValue.newInstance();

    /// A scoped value.
    ///
    /// @param key which one, so that it is found in another process, too
    /// @param isBound whether it is bound to something
    /// @param value what it is bound to
    record Value(Key key, boolean isBound, @Nullable Object value) implements Serializable {
        /// As it is in the current thread.
        static Value of(Key key) {
            ScopedValue<@Nullable Object> value = Key.of(key);
            boolean isBound = value.isBound();
            return new Value(key, isBound, isBound ? value.get() : null);
        }
    }

    /// Says which scoped value is meant.
    @FunctionalInterface
    interface Key extends Task<ScopedValue<?>> {
        /// The scoped value.
        @SuppressWarnings("unchecked") // bound to what was bound to it
        static ScopedValue<@Nullable Object> of(Task<? extends ScopedValue<?>> key) {
            try {
                return (ScopedValue<@Nullable Object>) Checks.notNull("value", key.call());
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalArgumentException(
                        "A scoped value must be given by a lambda that reads it: value=" + key,
                        failure);
            }
        }
    }

    /// How it travels: a moment is told by how far off it is.
    private record Travelling(long leftNanos, @Nullable Duration limit, List<Value> values)
            implements Serializable {
        @Serial
        private Object readResolve() {
            TimeSource time = SystemTime.INSTANCE;
            return new Inherited(
                    limit == null ? null : new Settings.Deadline(time.nanos() + leftNanos, limit),
                    time,
                    values);
        }
    }

    /// Some work, and what goes with it.
    private record Bound(Inherited inherited, Object work) implements Task<@Nullable Object> {
        @Override
        public @Nullable Object call() throws Exception {
            return inherited.run(() -> TaskRun.perform(work));
        }
    }

    /// A function, and what goes with it.
    private record BoundFn(Inherited inherited, Fn<Object, @Nullable Object> function)
            implements Fn<Object, @Nullable Object> {
        @Override
        public @Nullable Object call(Object argument) throws Exception {
            return inherited.run(() -> function.call(argument));
        }
    }

    // What is to be run.

    /// A task that is submitted, with what goes with it.
    ///
    /// @param isFork whether its worker does not know its deadline, though it is here
    static Object task(Pool pool, Settings settings, Object task, boolean isFork) {
        Settings.Deadline deadline = isFork || pool.isRemote() ? settings.deadline() : null;
        if (deadline == null && settings.keys().isEmpty()) {
            return task;
        }
        Inherited all = new Inherited(deadline, pool.time(), valuesOf(settings));
        return new Bound(all, task);
    }

    /// The function of a map, with what goes with it.
    @SuppressWarnings("unchecked") // given only items of the type that the map was made with
    static Fn<?, ?> function(Pool pool, Settings settings, Fn<?, ?> function) {
        List<Value> values = valuesOf(settings);
        return values.isEmpty()
                ? function
                : new BoundFn(
                        new Inherited(null, pool.time(), values),
                        (Fn<Object, @Nullable Object>) function);
    }

    /// What the user has given.
    static Object userOf(Object work) {
        return switch (work) {
            case Bound bound -> bound.work;
            case BoundFn bound -> bound.function;
            default -> work;
        };
    }

    private static List<Value> valuesOf(Settings settings) {
        return settings.keys().isEmpty()
                ? List.of()
                : settings.keys().stream().map(Value::of).toList();
    }

    // While something runs.

    private @Nullable Object run(Callable<@Nullable Object> work) throws Exception {
        ScopedValue.Carrier carrier = ScopedValue.where(CURRENT, this);
        for (Value value : values) {
            if (value.isBound) {
                carrier = carrier.where(Key.of(value.key), value.value);
            }
        }
        return carrier.call(work::call);
    }

    /// Runs the body of a scope.
    static <R extends @Nullable Object, X extends Throwable> R body(
            Pool pool, Settings settings, ScopedValue.CallableOp<? extends R, X> body) throws X {
        if (settings.deadline() == null && settings.keys().isEmpty()) {
            return body.call();
        }
        Inherited own = new Inherited(settings.deadline(), pool.time(), valuesOf(settings));
        return ScopedValue.where(CURRENT, own).call(body);
    }

    /// The settings of a scope that the current thread opens: those of the view, and what it
    /// inherits.
    static Settings settings(Pool pool, Settings own) {
        Settings settings = own;
        if (CURRENT.isBound()) {
            Inherited current = CURRENT.get();
            settings = within(pool, settings, current.deadline, current.time);
            for (Value value : current.values) {
                settings = settings.withKey(value.key);
            }
        }
        LocalWorker worker = LocalWorker.current();
        if (worker != null && worker.job() instanceof TaskRun<?> task) {
            settings = within(pool, settings, task.settings.deadline(), task.pool.time());
        }
        return settings;
    }

    private static Settings within(
            Pool pool, Settings own, Settings.@Nullable Deadline outer, TimeSource time) {
        if (outer == null) {
            return own;
        }
        Settings.Deadline mine = own.deadline();
        long left = outer.atNanos() - time.nanos();
        long now = pool.time().nanos();
        return mine != null && mine.atNanos() - now <= left
                ? own
                : own.withDeadline(new Settings.Deadline(now + left, outer.limit()));
    }

    @Serial
    private Object writeReplace() {
        return deadline == null
                ? new Travelling(0, null, values)
                : new Travelling(deadline.atNanos() - time.nanos(), deadline.limit(), values);
    }
}
