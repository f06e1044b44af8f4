package io.manyhands.process;

import io.manyhands.spi.RemoteJob;
import java.util.ArrayList;
import java.util.List;

/// Ends one worker before its pool ends, for a job that does not stop. Another comes in its place.
/// Thread-safe.
/* That it leaves is decided under the lock of the flights, so that nothing more is sent to it then.
 */
final class Dismissal {
    private final ProcessWorker worker;
    private final Workshop workshop;
    private final Flights flights;
    private final LifeState state;

    Dismissal(ProcessWorker worker, Workshop workshop, Flights flights, LifeState state) {
        this.worker = worker;
        this.workshop = workshop;
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
                worker.tenure().leave();
            }
        } finally {
            flights.unlock();
        }
        if (isLast) {
            LastLook.begin(worker.name(), worker.line(), state, workshop.graceNanos());
        }
    }
}
