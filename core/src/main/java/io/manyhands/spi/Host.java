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

    /// To be called in the worker's own thread before its first job, where there is time for it:
    /// has a worker elsewhere do nothing once, so that its first job finds loaded what all need.
    ///
    /// @param worker the worker that has come up
    void warmUp(Worker worker);

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

    /// One of its workers is about to wait for something that another task may have to do. What has
    /// no spare workers does nothing.
    ///
    /// @param worker the one that waits
    default void waitBegins(Worker worker) {}

    /// That wait is over.
    ///
    /// @param worker the one that has waited
    default void waitEnds(Worker worker) {}

    /// The pool's steady clock.
    ///
    /// @return nanoseconds since some fixed moment
    long nanos();

    /// Has something done after a while of the pool's time, by a thread that must not be held up.
    ///
    /// @param afterNanos how long from now
    /// @param action what is done, unless the pool has terminated
    /// @return the alarm that is set
    Alarm alarm(long afterNanos, Runnable action);

    /// Something that is to be done at a time.
    interface Alarm {
        /// Has it not done any more.
        ///
        /// @return false if it was done, or cancelled before
        boolean cancel();
    }
}
