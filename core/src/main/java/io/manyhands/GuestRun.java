package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import org.jspecify.annotations.Nullable;

/// A task that a worker elsewhere has submitted, and which it is told the outcome of. That is never
/// decoded here.
@SuppressWarnings("ReferenceEquality") // the very end that was brought
final class GuestRun extends TaskRun<Object> {
    private final long number;
    // The end of which nobody is told, since whoever has brought it knows.
    private volatile @Nullable Ended untold;
    private volatile boolean isGivenUp;

    GuestRun(Pool pool, Settings settings, GuestParcel parcel, Client client, long number) {
        super(pool, settings, parcel);
        this.number = number;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        Object end = completion.outcome();
                        if (end != null && end != untold) {
                            client.ended(number, end);
                        }
                    }
                });
    }

    /// Its number among those of the worker.
    long number() {
        return number;
    }

    /// Ends it, unless a worker has begun it or it had ended; nobody is told then.
    ///
    /// @return whether it has not begun and never will
    boolean takeBack() {
        Ended end = Ended.cancelled("The task was cancelled", "task=" + label());
        untold = end;
        return takeBack(end);
    }

    /// Its worker wants no value of it: keeps it from being begun, or tells it to stop. The worker
    /// is told once that has happened.
    void giveUp() {
        isGivenUp = true;
        callOff();
    }

    @Override
    boolean isCalledOff() {
        return isGivenUp;
    }

    @Override
    Object arrived(RemoteWorker own, Parcel parcel, Answer answer) {
        return Arrived.later(own.codec(parcel.loader()), answer, this::details);
    }
}
