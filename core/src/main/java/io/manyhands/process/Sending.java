package io.manyhands.process;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.spi.RemoteJob;
import org.jspecify.annotations.Nullable;

/// What goes to one worker: asks jobs for their parcels, numbers them, and puts them in flight.
/// Thread-safe.
/* A job is asked and its parcel is sent under the lock of the flights: see there.
 *
 * `full` is a hint, written by whoever sends and by the channel's threads. The channel says when
 * there is room again, perhaps before it has said that there is none: so it is set before something
 * is sent, and cleared when that has worked.
 */
final class Sending {
    /// What became of an attempt to send.
    enum Taking {
        /// The job had a parcel, and it is on its way.
        TAKEN,
        /// The job had none.
        NOTHING,
        /// There is no room just now.
        FULL
    }

    private final ProcessWorker worker;
    private final Workshop workshop;
    private final Flights flights;
    private final RecentTasks recentTasks = new RecentTasks();
    // All guarded by the lock of the flights.
    private final SentFunctions functions;
    private long sequence;
    private boolean isUsed;
    private volatile boolean hasRings;
    private volatile boolean full;

    Sending(ProcessWorker worker, Workshop workshop, Flights flights) {
        this.worker = worker;
        this.workshop = workshop;
        this.flights = flights;
        this.functions = new SentFunctions(workshop::loaderId);
    }

    /// What was sent last.
    RecentTasks recentTasks() {
        return recentTasks;
    }

    /// Whether there is room for a parcel: a hint.
    boolean hasRoom(boolean mayWait) {
        return !full && flights.load() < (mayWait ? flights.depth() : 1);
    }

    /// There may be room again.
    void mayHaveRoom() {
        full = false;
    }

    /// The worker has the rings: from now on a record may have several calls.
    void mapped() {
        hasRings = true;
    }

    /// Whether no job's parcel was ever sent.
    boolean isUnused() {
        flights.lock();
        try {
            return !isUsed;
        } finally {
            flights.unlock();
        }
    }

    /// Sends a job's next parcel, if the worker can take one.
    ///
    /// @param line null if the worker is not up
    /// @param most how many calls the parcel may have, at least 1
    Taking send(@Nullable Channel line, RemoteJob job, int most) {
        flights.lock();
        try {
            if (line == null || !worker.canTake(job.mayWait())) {
                return Taking.FULL;
            }
            int room = (int) Math.min(flights.depth(), worker.tenure().left());
            Parcel parcel = job.next(worker, hasRings ? Math.min(most, room) : 1);
            if (parcel == null) {
                return Taking.NOTHING;
            }
            full = true;
            Flight flight = prepare(line, job, parcel);
            if (flight != null && isSent(line, flight)) {
                full = false;
                isUsed = true;
                return Taking.TAKEN;
            }
            // A stream has not left the queue, as far as it knows.
            boolean isBack = job.handedBack(parcel, 0, parcel.calls());
            return isBack || job.isStream() ? Taking.FULL : Taking.NOTHING;
        } finally {
            flights.unlock();
        }
    }

    /// Sends the parcel of an errand, whatever else is in flight.
    ///
    /// @return false if there is no room for it now
    boolean sendNow(Channel line, RemoteJob errand, Parcel parcel) {
        flights.lock();
        try {
            return isSent(line, flight(errand, parcel));
        } finally {
            flights.unlock();
        }
    }

    /// Puts a parcel that the job has given in flight; if that fails the job has it again, as
    /// nobody else knows of it.
    ///
    /// @return null if there is no room
    private @Nullable Flight prepare(Channel line, RemoteJob job, Parcel parcel) {
        try {
            RemoteFunction function = parcel.function();
            return function == null || functions.send(line, function) ? flight(job, parcel) : null;
        } catch (Throwable failure) {
            full = false;
            boolean _ = job.handedBack(parcel, 0, parcel.calls());
            throw failure;
        }
    }

    private Flight flight(RemoteJob job, Parcel parcel) {
        RemoteFunction function = parcel.function();
        int calls = parcel.calls();
        int argument = function == null ? workshop.loaderId(parcel.loader()) : function.number();
        Flight flight = new Flight(parcel.type(), sequence + 1, argument, job, parcel);
        sequence += calls;
        recentTasks.note(flight.sequence(), calls, job.name(parcel), job.number(parcel));
        flights.add(flight);
        return flight;
    }

    private boolean isSent(Channel line, Flight flight) {
        if (!line.send(flight)) {
            flights.removeLast();
            return false;
        }
        return true;
    }
}
