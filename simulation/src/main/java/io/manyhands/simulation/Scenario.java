package io.manyhands.simulation;

/// A program that is simulated: it opens workers of its [World], gives them tasks, and throws if
/// something is not as it should be.
///
/// It must be able to run many times, and what it does must follow from its seed alone: it reads no
/// clock, no random number, no file and no network but through its world, and waits for nothing
/// outside. It may use virtual threads and all of `java.util.concurrent`.
@FunctionalInterface
public interface Scenario {

    /// Plays it, in a virtual thread of the simulation.
    ///
    /// @param world where its workers and its time come from
    /// @throws Exception whatever shows that the program is wrong
    void play(World world) throws Exception;
}
