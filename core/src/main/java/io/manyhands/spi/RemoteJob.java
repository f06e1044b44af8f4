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

    /// How many calls of a stream wait to be sent: a hint.
    ///
    /// @return a number; 1 for what is no stream
    default int waiting() {
        return 1;
    }

    /// Whether calls may wait until there are more of them to be sent together, while the workers
    /// have others to do.
    ///
    /// @return false to be sent as soon as there is room
    default boolean mayBePutOff() {
        return false;
    }

    /// What a parcel of it is called in what the worker prints.
    ///
    /// @param parcel one that it gave
    /// @return the task's name
    String name(Parcel parcel);

    /// Which of those with its name a parcel is.
    ///
    /// @param parcel one that it gave
    /// @return the number of the task, or of the first item
    long number(Parcel parcel);

    /// Which attempt its latest parcel is.
    ///
    /// @return 1 for the first; 0 if attempts are not told apart
    int attempt();

    /// Whether more calls come within moments, so that even a worker that has nothing to do is
    /// better sent some together. Who says so sees to it that the backend is nudged when it is
    /// over.
    ///
    /// @return false unless that is certain
    default boolean isFilling() {
        return false;
    }

    /// Gives the next parcel, for a worker that takes it now. Called by one thread at a time.
    ///
    /// @param worker where it goes
    /// @param most how many calls the parcel may have, at least 1
    /// @return the parcel, or null if there is nothing to be done
    @Nullable Parcel next(RemoteWorker worker, int most);

    /// The work of a call has ended. Those of a parcel end in their order.
    ///
    /// @param worker where it was done
    /// @param parcel what was sent
    /// @param call which of the parcel's calls, from 0
    /// @param answer how it ended; valid until this returns
    void answered(RemoteWorker worker, Parcel parcel, int call, Answer answer);

    /// No more answers to the calls of a parcel are at hand: those that were not passed on are now.
    /// Comes some time after one or several [#answered] about the parcel, from the same thread.
    ///
    /// @param parcel what was sent
    default void settle(Parcel parcel) {}

    /// The worker is gone, and had begun a call.
    ///
    /// @param worker where it was done
    /// @param parcel what was sent
    /// @param call which of the parcel's calls, from 0
    /// @param loss what is known of the worker's end
    void lost(RemoteWorker worker, Parcel parcel, int call, WorkerLoss loss);

    /// Calls have not begun, and will not: the worker is gone, or another is free for them.
    ///
    /// @param parcel what was sent
    /// @param from the first of them, from 0
    /// @param to the one after the last of them
    /// @return whether the backend is to queue the job again, to ask for them anew
    boolean handedBack(Parcel parcel, int from, int to);
}
