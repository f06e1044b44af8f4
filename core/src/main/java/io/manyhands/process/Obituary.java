package io.manyhands.process;

import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.WorkerLoss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells jobs of the death of a worker: all of them, even if one of them fails.
final class Obituary {
    private final ProcessWorker worker;
    private final WorkerLoss loss;
    private final List<RemoteJob> again = new ArrayList<>();
    private @Nullable Throwable failure;

    Obituary(ProcessWorker worker, WorkerLoss loss) {
        this.worker = worker;
        this.loss = loss;
    }

    /// Tells them.
    ///
    /// @param wreck what was in flight
    /// @param rest the calls that have no answer
    /// @return the jobs that are to be queued again
    List<RemoteJob> tell(Flights.Wreck wreck, List<Call> rest) {
        for (Flights.Back each : wreck.back()) {
            attempt(() -> again.addAll(Flights.tellHandedBack(List.of(each))));
        }
        for (Call call : rest) {
            // What was answered, if the line failed before it could be passed on.
            Flight flight = (Flight) call;
            attempt(() -> flight.job().settle(flight.parcel()));
        }
        for (Flights.Back each : wreck.lost()) {
            for (int call = each.from(); call < each.to(); call++) {
                int index = call;
                attempt(() -> tellLost(each.flight(), index));
            }
        }
        return again;
    }

    private void tellLost(Flight flight, int call) {
        flight.job().lost(worker, flight.parcel(), call, loss);
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
    }

    /// Throws what went wrong first, if anything did.
    void throwFailure() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("Jobs must bear to be told: worker=" + worker, thrown);
        }
    }
}
