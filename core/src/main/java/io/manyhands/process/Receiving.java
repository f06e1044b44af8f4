package io.manyhands.process;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Guest;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.NotDecodableException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// What comes from one worker, passed on: answers to their jobs, and the rest to the worker's life,
/// its guest, or the pool.
/* Answers are counted off the worker's load, and those that have all theirs removed from the flights,
 * when no more are there: under one lock for many.
 */
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class Receiving implements Channel.Listener {
    private final ProcessWorker worker;
    private final Processes processes;
    private final LifeState life;
    private final Guest guest;
    private final Flights flights;
    private final Codecs codecs;
    // By the channel's lock for polling: whose answers were taken last, and not settled.
    private @Nullable Flight answering;
    // By the same lock: all whose answers were taken and not settled.
    private final ArrayList<Flight> settling = new ArrayList<>();

    Receiving(
            ProcessWorker worker,
            Workshop workshop,
            LifeState life,
            Guest guest,
            Flights flights,
            Codecs codecs) {
        this.worker = worker;
        this.processes = workshop.processes();
        this.life = life;
        this.guest = guest;
        this.flights = flights;
        this.codecs = codecs;
    }

    @Override
    public void greeted(long pid) {
        life.greeted();
    }

    @Override
    public void answered(Call call, int index, Answer answer) {
        Flight flight = (Flight) call;
        if (flight.isOver()) {
            // It came too late: the job knows otherwise.
            return;
        }
        tookFrom(flight);
        worker.tenure().passing();
        flight.job().answered(worker, flight.parcel(), index, answer);
        flight.count();
        if (index == flight.calls() - 1) {
            boolean _ = flight.finish();
        }
    }

    @Override
    public void cutShort(Call call) {
        Flight flight = (Flight) call;
        tookFrom(flight);
        boolean _ = flight.finish();
    }

    private void tookFrom(Flight flight) {
        Flight before = answering;
        if (before != flight) {
            if (before != null) {
                before.job().settle(before.parcel());
            }
            answering = flight;
            settling.add(flight);
        }
    }

    @Override
    public void settle() {
        Flight last = answering;
        if (last == null) {
            return;
        }
        last.job().settle(last.parcel());
        answering = null;
        flights.settle(settling);
        worker.tenure().settled();
        processes.answered(worker);
        settling.clear();
    }

    @Override
    public void taken() {
        processes.dispatch();
    }

    @Override
    public void defined(int id, byte[] definition) {
        try {
            codecs.define(id, definition);
        } catch (NotDecodableException refused) {
            life.violated(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public void mayHaveRoom() {
        worker.mayHaveRoom();
    }

    @Override
    public void mapped() {
        worker.mapped();
    }

    @Override
    public void mapFailed(String reason) {
        life.mapFailed(reason);
    }

    @Override
    public void resourceWanted(int request, int loader, String name) {
        worker.serve(request, loader, name);
    }

    @Override
    public void asked(byte[] body) throws BrokenFrameException {
        guest.asked(body);
    }

    @Override
    public void spent() {
        worker.dismissal().spent();
    }

    @Override
    public void threads(byte[] body) {
        life.threads().told(body);
    }

    @Override
    public void ended(@Nullable String violation) {
        worker.lineEnded(violation);
    }
}
