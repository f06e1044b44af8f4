package io.manyhands.spi;

import io.manyhands.wire.Codec;

/// A worker that is elsewhere: jobs are sent to it as parcels, and answers come back.
///
/// What has been sent is *in flight* until its answer is here or the worker is gone. It may wait at
/// the worker behind others; until the worker begins it, it can be recalled. Thread-safe.
public abstract non-sealed class RemoteWorker extends Worker {

    /// A worker of a pool.
    ///
    /// @param host the pool that it belongs to
    /// @param name its readable name, unique within the pool
    protected RemoteWorker(Host host, String name) {
        super(host, name);
    }

    /// Takes back what is in flight for a job and has not begun.
    ///
    /// @param job the job
    /// @return how many calls were taken back: they will not be run, and the job hears no more of
    ///   them
    public abstract int recall(RemoteJob job);

    /// Whether the worker has begun something of a job that it has not answered yet.
    ///
    /// @param job the job
    /// @return true if it has
    public abstract boolean hasBegun(RemoteJob job);

    /// Whether the worker has said that it has begun something of a job, or has answered it: no
    /// other will get that.
    ///
    /// @param job the job, of one call
    /// @return false also if that is not known
    public boolean hasTaken(RemoteJob job) {
        return false;
    }

    /// Ends the worker at once, if it runs something of a job still. What it ran is lost; the
    /// worker is replaced.
    ///
    /// @param job the job
    /// @param attempt which attempt of it, or 0 for any
    public abstract void kill(RemoteJob job, int attempt);

    /// Its process.
    ///
    /// @return the process id; 0 if it has none, or none yet
    public long pid() {
        return 0;
    }

    /// Takes the answers that have come, or gives the one a moment who is at it: what has ended by
    /// now is known as ended then. Never blocks for longer.
    public void look() {}

    /// Goes on with what was sent to it in part, as far as there is room now.
    public void push() {}

    /// Has the worker do something before its first job or after its last one, and waits for the
    /// end. For the worker's own thread.
    ///
    /// @param parcel a task
    /// @param receiver gets the answer, if the worker gives one
    /// @throws InterruptedException if the thread is interrupted; the work goes on then
    public abstract void perform(Parcel parcel, Receiver receiver) throws InterruptedException;

    /// Takes an answer.
    public interface Receiver {
        /// The work has ended.
        ///
        /// @param answer how
        void answered(Answer answer);
    }

    /// What reads the answers of this worker.
    ///
    /// @param loader where the classes of the answers are found
    /// @return a codec
    public abstract Codec codec(ClassLoader loader);
}
