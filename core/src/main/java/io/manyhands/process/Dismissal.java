package io.manyhands.process;

import io.manyhands.spi.RemoteJob;
import java.util.ArrayList;
import java.util.List;

/// Ends one worker before its pool ends: at once for a job that does not stop, in order for want of
/// memory. Another comes in its place. Thread-safe.
/* That it leaves is decided under the lock of the flights, so that nothing more is sent to it then.
 */
final class Dismissal {
    private final ProcessWorker worker;
    private final Workshop workshop;
    private final Staffing staffing;
    private final Flights flights;
    private final LifeState state;

    Dismissal(
            ProcessWorker worker,
            Workshop workshop,
            Staffing staffing,
            Flights flights,
            LifeState state) {
        this.worker = worker;
        this.workshop = workshop;
        this.staffing = staffing;
        this.flights = flights;
        this.state = state;
    }

    /// Ends it at once, but for a last look, if it runs something of a job still.
    ///
    /// @param attempt which attempt of the job, or 0 for any
    void kill(RemoteJob job, int attempt) {
        List<Flights.Back> behind = new ArrayList<>();
        try {
            killIfLast(job, attempt, behind);
        } finally {
            workshop.processes().requeue(Flights.tellHandedBack(behind));
            workshop.processes().dispatch();
        }
    }

    private void killIfLast(RemoteJob job, int attempt, List<Flights.Back> behind) {
        boolean isLast;
        flights.lock();
        try {
            isLast = flights.isLastBegun(worker.line(), job, attempt, behind);
            if (isLast) {
                worker.tenure().dismiss();
            }
        } finally {
            flights.unlock();
        }
        if (isLast) {
            LastLook.begin(worker.name(), worker.line(), state, workshop.graceNanos());
        }
    }

    /// Its heap ran out: what it has not begun is for others, and it leaves once it has answered.
    void spent() {
        Channel line = worker.line();
        if (line == null) {
            return;
        }
        boolean leaves;
        flights.lock();
        try {
            // Before it is open it does its start action, which may be tried again.
            leaves = worker.tenure().isOpen() && !worker.tenure().isLeaving();
            if (leaves) {
                worker.tenure().leave();
            }
        } finally {
            flights.unlock();
        }
        try {
            if (leaves) {
                workshop.processes().requeue(worker.takeBack(Integer.MAX_VALUE));
            }
        } finally {
            line.goOn();
        }
        if (leaves) {
            leave();
        }
    }

    /// Lets it leave, unless it has something to do, or has never had: another would be the same.
    ///
    /// @return false if it has something to do
    boolean makeWay() {
        if (worker.sending().isUnused() || !flights.tryLock()) {
            // Who has the lock may be sending to one that is stopped. It is looked at again.
            return true;
        }
        try {
            if (!flights.isEmpty()) {
                return false;
            }
            worker.tenure().leave();
        } finally {
            flights.unlock();
        }
        leave();
        return true;
    }

    private void leave() {
        state.leave();
        staffing.retry();
    }
}
