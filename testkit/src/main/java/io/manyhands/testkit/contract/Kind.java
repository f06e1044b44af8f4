package io.manyhands.testkit.contract;

import io.manyhands.LocalOptions;
import io.manyhands.Workers;
import java.util.Set;
import java.util.function.Function;

/// A kind of workers, as the contract's tests see it. Immutable.
///
/// @param name the name, for messages
/// @param traits what it is like
/// @param factory opens workers of the kind; one whose options are of another type takes over what
///   both types have
public record Kind(String name, Set<Trait> traits, Function<LocalOptions, Workers> factory) {
    /// What a kind can be like.
    public enum Trait {
        /// Only so many tasks run at once as the options say.
        LIMITED,
        /// Tasks, arguments, results and failures are copied on their way.
        COPIES,
        /// Tasks run in other processes: they share no statics and no threads with the test, and
        /// one that ignores its interrupt is killed.
        SEPARATE,
        /// Nothing can be run at the start and the end of each worker.
        NO_WORKER_ACTIONS
    }

    /// Copies what could change.
    public Kind {
        traits = Set.copyOf(traits);
    }

    /// Whether the kind is so.
    ///
    /// @param trait what it may be
    /// @return true if it is
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /// Opens workers.
    ///
    /// @param count how many tasks run at once; kinds without a limit leave it out
    /// @param options everything else
    /// @return the workers, to be closed
    public Workers open(int count, LocalOptions options) {
        LocalOptions counted = is(Trait.LIMITED) ? options.withCount(count) : options;
        return factory.apply(is(Trait.COPIES) ? counted.withCopies() : counted);
    }

    @Override
    public String toString() {
        return name;
    }
}
