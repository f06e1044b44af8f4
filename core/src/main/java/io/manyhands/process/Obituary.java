package io.manyhands.process;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.WorkerLoss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells jobs of the death of a worker: all of them, even if one of them fails, or there is no
/// memory for it at first.
final class Obituary {
    /// What a job is told.
    private enum News {
        /// Calls have not begun.
        BACK,
        /// What was answered, if the line failed before it could be passed on.
        ANSWERED,
        /// A call had begun.
        LOST
    }

    private final ProcessWorker worker;
    private final WorkerLoss loss;
    private @Nullable Throwable failure;

    Obituary(ProcessWorker worker, WorkerLoss loss) {
        this.worker = worker;
        this.loss = loss;
    }

    /// What is known of the end.
    WorkerLoss loss() {
        return loss;
    }

    /// Tells them.
    ///
    /// @param wreck what was in flight
    /// @param rest the calls that have no answer
    /// @return the jobs that are to be queued again
    List<RemoteJob> tell(Wreck wreck, List<Call> rest) {
        for (int i = 0; i < wreck.back().size(); i++) {
            Flights.Back each = wreck.back().get(i);
            tell(News.BACK, each.flight(), each.from(), each.to(), wreck.again());
        }
        for (int i = 0; i < rest.size(); i++) {
            tell(News.ANSWERED, (Flight) rest.get(i), 0, 0, wreck.again());
        }
        for (int i = 0; i < wreck.lost().size(); i++) {
            Flights.Back each = wreck.lost().get(i);
            for (int call = each.from(); call < each.to(); call++) {
                tell(News.LOST, each.flight(), call, call + 1, wreck.again());
            }
        }
        return wreck.again();
    }

    /// Nothing here needs memory itself: what fails for want of it has not been told.
    private void tell(News news, Flight flight, int from, int to, List<RemoteJob> again) {
        boolean isTold = false;
        while (!isTold) {
            try {
                tellOnce(news, flight, from, to, again);
                isTold = true;
            } catch (OutOfMemoryError shortage) {
                Shortage.pause();
            } catch (Throwable thrown) {
                failure = failure == null ? thrown : failure;
                isTold = true;
            }
        }
    }

    private void tellOnce(News news, Flight flight, int from, int to, List<RemoteJob> again) {
        RemoteJob job = flight.job();
        Parcel parcel = flight.parcel();
        switch (news) {
            case BACK -> {
                if (job.handedBack(parcel, from, to)) {
                    again.add(job);
                }
            }
            case ANSWERED -> job.settle(parcel);
            case LOST -> job.lost(worker, parcel, from, loss);
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
