package io.manyhands.process;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A call that carries a job's parcel.
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class Flight extends Call {
    private static final VarHandle OVER;

    static {
        try {
            OVER = MethodHandles.lookup().findVarHandle(Flight.class, "over", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final RemoteJob job;
    private final Parcel parcel;
    private final int attempt;
    // How many answers are not counted off the worker's load. Belongs to who takes answers.
    private int uncounted;
    // Written by who takes the answer, or finds the worker dead; read by any.
    private volatile boolean over;

    Flight(byte type, long sequence, int argument, RemoteJob job, Parcel parcel) {
        super(type, sequence, argument, parcel.encoded(), parcel.calls());
        this.job = job;
        this.parcel = parcel;
        this.attempt = job.attempt();
    }

    RemoteJob job() {
        return job;
    }

    Parcel parcel() {
        return parcel;
    }

    /// Another of its calls was answered.
    void count() {
        uncounted++;
    }

    /// How many were answered since it was asked last.
    int takeCount() {
        int count = uncounted;
        uncounted = 0;
        return count;
    }

    /// Whether it is for a job, and for that attempt of it; 0 stands for any.
    boolean isFor(Object other, int number) {
        return job == other && (number == 0 || number == attempt);
    }

    /// Whether its answers are here, and its job is being told.
    boolean isOver() {
        return over;
    }

    /// Whoever makes it over tells the job.
    ///
    /// @return false if it was
    boolean finish() {
        return OVER.compareAndSet(this, false, true);
    }
}
