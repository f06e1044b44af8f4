package io.manyhands.spi;

/// The pool above a [Backend], as the backend sees it. Thread-safe.
public interface Host {

    /// The pool's name, with which the names of its threads begin.
    ///
    /// @return the name
    String name();

    /// To be called in the worker's own thread before its first job: runs the user's start action.
    /// Blocks as long as that does, and between its bounded attempts.
    ///
    /// @param worker the worker that has come up
    void workerStarted(Worker worker);

    /// To be called in the worker's own thread after its last job: runs the user's end action.
    ///
    /// @param worker the worker that leaves
    void workerEnding(Worker worker);

    /// A worker elsewhere has ended by itself while it ran nothing, and another comes in its place.
    ///
    /// @param loss what is known of its end
    void lostIdle(WorkerLoss loss);

    /// No worker can be started: what waits fails, and nothing more is taken.
    ///
    /// @param message what was tried, as a sentence
    /// @param cause why it failed
    void cannotStart(String message, Throwable cause);

    /// A worker elsewhere asks something for the first time, through a handle of workers of this
    /// program that one of its tasks has.
    ///
    /// @param line the way back to the worker
    /// @return who takes what the worker asks
    Guest guest(Guest.Line line);
}
