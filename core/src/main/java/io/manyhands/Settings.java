package io.manyhands;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a view asks for its tasks. Immutable.
///
/// @param name the tasks' name
/// @param timeoutNanos the running time that they have; 0 for no limit
/// @param deadline when they must have ended, or null
/// @param retry when they are tried again, or null for never
/// @param keys the scoped values that they see
record Settings(
        String name,
        long timeoutNanos,
        @Nullable Deadline deadline,
        @Nullable RetryPolicy retry,
        List<Inherited.Key> keys)
        implements Serializable {
    static final Settings DEFAULTS = new Settings("task", 0, null, null, List.of());

    /// A moment of the steady clock.
    ///
    /// @param atNanos the moment
    /// @param limit how far off it was when it was set
    record Deadline(long atNanos, Duration limit) implements Serializable {}

    /// Whether tasks need nothing but to be run, so that items can share one.
    boolean isPlain() {
        return timeoutNanos == 0 && deadline == null && retry == null;
    }

    Settings withTimeout(Duration runningTime) {
        Checks.positive("timeout", runningTime);
        return new Settings(name, Durations.nanos(runningTime), deadline, retry, keys);
    }

    Settings withDeadline(Duration fromNow, TimeSource time) {
        Checks.notNull("deadline", fromNow);
        long atNanos = time.nanos() + Durations.nanos(fromNow);
        if (deadline != null && deadline.atNanos - atNanos <= 0) {
            return this;
        }
        return withDeadline(new Deadline(atNanos, fromNow));
    }

    Settings withDeadline(Deadline moment) {
        return new Settings(name, timeoutNanos, moment, retry, keys);
    }

    Settings withoutDeadline() {
        return new Settings(name, timeoutNanos, null, retry, keys);
    }

    Settings withRetries(RetryPolicy policy) {
        Checks.notNull("policy", policy);
        RetryPolicy kept = policy.retries() == 0 ? null : policy;
        return new Settings(name, timeoutNanos, deadline, kept, keys);
    }

    @SuppressWarnings("ReferenceEquality") // a scoped value is itself
    Settings withKey(Inherited.Key key) {
        ScopedValue<?> value = Inherited.Key.of(key);
        if (keys.stream().anyMatch(known -> Inherited.Key.of(known) == value)) {
            return this;
        }
        List<Inherited.Key> more = new ArrayList<>(keys);
        more.add(key);
        return new Settings(name, timeoutNanos, deadline, retry, List.copyOf(more));
    }

    Settings named(String newName) {
        Checks.notNull("name", newName);
        Checks.argument(
                !newName.isBlank(), "A name must not be blank", "name", "'" + newName + "'");
        return new Settings(newName, timeoutNanos, deadline, retry, keys);
    }
}
