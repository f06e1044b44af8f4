package io.manyhands.spi;

import org.jspecify.annotations.Nullable;

/// A job as it is run by workers that are elsewhere: it gives parcels to be sent, and is told what
/// became of each. A task gives one for each attempt, a map one for each item.
///
/// None of the methods runs a user's code, blocks or throws.
public interface RemoteJob extends Job {

    /// Whether its parcels may wait at a worker behind others. Those that may not are begun when
    /// they are sent, so that what is counted from their beginning is counted right.
    ///
    /// @return false to be sent to a free worker only
    boolean mayWait();

    /// Whether it may have several parcels. If so it is asked again and again until it has none.
    ///
    /// @return false for one at most
    boolean isStream();

    /// What a parcel of it is called in what the worker prints.
    ///
    /// @param parcel one that it gave
    /// @return the task's name
    String name(Parcel parcel);

    /// Which of those with its name a parcel is.
    ///
    /// @param parcel one that it gave
    /// @return the task's or the item's number
    long number(Parcel parcel);

    /// Which attempt its latest parcel is.
    ///
    /// @return 1 for the first; 0 if attempts are not told apart
    int attempt();

    /// Gives the next parcel, for a worker that takes it now. Called by one thread at a time.
    ///
    /// @param worker where it goes
    /// @return the parcel, or null if there is nothing to be done
    @Nullable Parcel next(RemoteWorker worker);

    /// Its work has ended.
    ///
    /// @param worker where it was done
    /// @param parcel what was sent
    /// @param kind how it ended: one of those from the worker in [io.manyhands.wire.CallDescriptor]
    /// @param bytes what goes with that kind
    void answered(RemoteWorker worker, Parcel parcel, byte kind, byte[] bytes);

    /// The worker is gone, and had begun it.
    ///
    /// @param worker where it was done
    /// @param parcel what was sent
    /// @param loss what is known of the worker's end
    void lost(RemoteWorker worker, Parcel parcel, WorkerLoss loss);

    /// It has not begun, and will not: the worker is gone, or another is free for it.
    ///
    /// @param parcel what was sent
    /// @return whether the backend is to queue the job again, to ask for the parcel anew
    boolean handedBack(Parcel parcel);
}
