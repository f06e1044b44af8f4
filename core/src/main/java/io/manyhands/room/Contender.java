package io.manyhands.room;

import io.manyhands.memory.Attempt;

/// Somebody who wants something of which one can get it at a time.
@FunctionalInterface
interface Contender {
    /// Attempts once.
    Attempt attempt();

    /// Before the first attempt.
    default void join() {}

    /// After the last attempt, however that ended.
    default void quit() {}
}
