package io.manyhands.process;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Guest;
import io.manyhands.spi.Job;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.NotDecodableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One worker process, as the parent sees it: what is in flight to it, and its life.
/* What is in flight, and in which order locks are taken, is told in Flights.
 *
 * Field      written by                                 read by
 * life...    the worker's own thread (see Life)         any
 * full       whoever sends, the channel's threads       whoever sends: a hint
 */
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class ProcessWorker extends RemoteWorker implements Channel.Listener, Guest.Line {
    /// What became of an attempt to send.
    enum Taking {
        /// The job had a parcel, and it is on its way.
        TAKEN,
        /// The job had none.
        NOTHING,
        /// There is no room just now.
        FULL
    }

    private static final int MOST_FUNCTIONS = 256;

    /// How many starts in a row had failed before this one: written before it starts.
    int failuresBefore;

    private final Processes processes;
    private final Workshop workshop;
    private final Life life;
    private final Guest guest = new LateGuest(this);
    private final Flights flights = new Flights();
    // Both guarded by the lock of the flights.
    private final Set<Integer> functions = new HashSet<>();
    private long sequence;
    private final Codecs codecs;
    private final RecentTasks recentTasks = new RecentTasks();
    // By the lock for polling of the channel: whose answers were taken last, and not settled.
    private @Nullable Flight answering;
    // By the same lock: all whose answers were taken and not settled.
    private final ArrayList<Flight> settling = new ArrayList<>();
    private volatile boolean hasRings;
    private volatile boolean full;
    private volatile boolean leaving;
    private volatile boolean open;
    // Whether what it runs waits for others.
    private volatile boolean paused;
    // Whether it is not needed just now: written by the one who dispatches.
    private volatile boolean resting;
    private volatile @Nullable Channel channel;
    private volatile @Nullable Errand errand;

    ProcessWorker(Processes processes, Workshop workshop, String name, int number) {
        super(workshop.host(), name);
        this.processes = processes;
        this.workshop = workshop;
        this.codecs = workshop.newCodecs();
        this.life = new Life(this, workshop, number);
    }

    void start() {
        life.start();
    }

    /// Has its thread come by, if that only waits.
    void lookAround() {
        life.lookAround();
    }

    @Override
    public Thread thread() {
        return life;
    }

    @Override
    public Codec codec(ClassLoader loader) {
        return codecs.of(loader);
    }

    RecentTasks recentTasks() {
        return recentTasks;
    }

    /// How much is in flight: a hint.
    int load() {
        return flights.load();
    }

    /// Whether it can take a parcel now: a hint.
    boolean canTake(boolean mayWait) {
        return open
                && !full
                && !leaving
                && !paused
                && !resting
                && flights.load() < (mayWait ? flights.depth() : 1);
    }

    /// Takes a job's next parcel, if there is room.
    ///
    /// @param most how many calls it may have, at least 1
    Taking take(RemoteJob job, int most) {
        Channel line = channel;
        flights.lock();
        try {
            if (line == null || !canTake(job.mayWait())) {
                return Taking.FULL;
            }
            Parcel parcel = job.next(this, hasRings ? Math.min(most, flights.depth()) : 1);
            if (parcel == null) {
                return Taking.NOTHING;
            }
            // The channel says when there is room again, perhaps before it has said that there is
            // none.
            full = true;
            Flight flight = prepare(line, job, parcel);
            if (flight != null && isSent(line, flight)) {
                full = false;
                return Taking.TAKEN;
            }
            // A stream has not left the queue, as far as it knows.
            boolean isBack = job.handedBack(parcel, 0, parcel.calls());
            return isBack || job.isStream() ? Taking.FULL : Taking.NOTHING;
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
            return function == null || knows(line, function) ? flight(job, parcel) : null;
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

    /// Sends a function, unless the worker has it.
    private boolean knows(Channel line, RemoteFunction function) {
        if (functions.contains(function.number())) {
            return true;
        }
        if (functions.size() >= MOST_FUNCTIONS && !forgetOne(line)) {
            return false;
        }
        boolean sent =
                line.send(
                        new Call(
                                CallDescriptor.FUNCTION,
                                workshop.loaderId(function.loader()),
                                function.number(),
                                function.bytes()));
        if (sent) {
            functions.add(function.number());
        }
        return sent;
    }

    private boolean forgetOne(Channel line) {
        int number = functions.iterator().next();
        boolean sent = line.send(new Call(CallDescriptor.FORGET_FUNCTION, 0, number, new byte[0]));
        if (sent) {
            functions.remove(number);
        }
        return sent;
    }

    /// A class loader of this JVM is gone.
    void forgetLoader(int loader) {
        codecs.forget(loader);
        Channel line = channel;
        if (line != null) {
            line.forgetLoader(loader);
        }
    }

    // What is in flight.

    @Override
    public int recall(RemoteJob job) {
        Channel line = channel;
        if (line == null) {
            return 0;
        }
        List<Flights.Back> back = flights.takeBack(line, job);
        if (!back.isEmpty()) {
            processes.dispatch();
        }
        int recalled = 0;
        for (Flights.Back each : back) {
            recalled += each.calls();
        }
        return recalled;
    }

    /// Takes back what it has not begun, last sent first, and tells the jobs.
    ///
    /// @param most how many calls; perhaps some more, since those of a record come together
    /// @return the jobs that are to be queued again, in the same order
    List<RemoteJob> takeBack(int most) {
        Channel line = channel;
        return line == null ? List.of() : Flights.tellHandedBack(flights.takeBack(line, most));
    }

    @Override
    public boolean hasBegun(RemoteJob job) {
        return flights.hasBegun(channel, job);
    }

    @Override
    public @Nullable Job job() {
        return flights.running(channel);
    }

    @Override
    public void interrupt(Job job, int attempt) {
        Channel line = channel;
        if (line != null) {
            flights.interrupt(line, job, attempt);
        }
    }

    @Override
    public void kill(RemoteJob job, int attempt) {
        List<Flights.Back> behind = new ArrayList<>();
        boolean isLast;
        flights.lock();
        try {
            isLast = flights.isLastBegun(channel, job, attempt, behind);
            leaving |= isLast;
        } finally {
            flights.unlock();
        }
        if (isLast) {
            life.kill();
        }
        processes.requeue(Flights.tellHandedBack(behind));
        processes.dispatch();
    }

    /// Takes the answers that are there, unless someone else is at it.
    void poll() {
        Channel line = channel;
        if (line != null) {
            boolean _ = line.poll();
        }
    }

    /// Takes answers as they come, for a moment.
    void pollUntil(BooleanSupplier isOver) {
        Channel line = channel;
        if (line != null) {
            boolean _ = line.pollUntil(isOver::getAsBoolean, Workshop.SPIN_NANOS);
            processes.dispatch();
        }
    }

    @Override
    public void push() {
        Channel line = channel;
        if (line != null) {
            line.push();
        }
    }

    // What the channel tells.

    @Override
    public void greeted(long pid) {
        life.greeted();
    }

    /// It is there, for errands at first.
    void up(Channel line) {
        channel = line;
    }

    /// It can take jobs now.
    void open() {
        open = true;
        processes.cameUp();
    }

    @Override
    public void perform(Parcel parcel, Receiver receiver) throws InterruptedException {
        Errand own = new Errand(parcel);
        errand = own;
        Channel line = channel;
        while (line != null && !life.isLineEnded()) {
            if (sendNow(line, own, parcel)) {
                if (own.await()) {
                    receiver.answered(own.answer());
                }
                return;
            }
            // It may be too long for the pipe.
            life.offerRings(line);
            own.awaitRoom();
        }
    }

    private boolean sendNow(Channel line, Errand own, Parcel parcel) {
        flights.lock();
        try {
            return isSent(line, flight(own, parcel));
        } finally {
            flights.unlock();
        }
    }

    @Override
    public void begun(Call call) {
        // What goes by pipe counts as begun when it is sent.
    }

    @Override
    public void answered(Call call, int index, Answer answer) {
        Flight flight = (Flight) call;
        if (flight.isOver()) {
            // It came too late: the job knows otherwise.
            return;
        }
        tookFrom(flight);
        flight.job().answered(this, flight.parcel(), index, answer);
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
        full = false;
        Errand own = errand;
        if (own != null) {
            own.mayHaveRoom();
        }
        processes.dispatch();
    }

    @Override
    public void mapped() {
        hasRings = true;
        life.mapped();
        processes.ready();
    }

    @Override
    public void mapFailed(String reason) {
        life.mapFailed(reason);
    }

    @Override
    public void resourceWanted(int request, int loader, String name) {
        Channel line = channel;
        if (line != null) {
            workshop.serve(line, request, loader, name);
        }
    }

    @Override
    public void ended(@Nullable String violation) {
        life.lineEnded(violation);
        Errand own = errand;
        if (own != null) {
            own.giveUp();
        }
    }

    // What it asks.

    @Override
    public void asked(byte[] body) throws BrokenFrameException {
        guest.asked(body);
    }

    @Override
    public void tell(byte[] frames) {
        Channel line = channel;
        if (line != null) {
            line.tell(frames);
        }
    }

    @Override
    public void giveUp(String why) {
        life.violated(why);
    }

    @Override
    public @Nullable ClassLoader loaderOf(int number) {
        return workshop.loaderOf(number);
    }

    @Override
    public void waits(boolean waits) {
        paused = waits;
        if (waits) {
            processes.requeue(takeBack(Integer.MAX_VALUE));
        }
        processes.dispatch();
    }

    /// It has done all it is to do.
    void left() {
        guest.left();
    }

    // Its end.

    /// Whether it could do something, has nothing to do, and nothing goes on that it has submitted.
    boolean isIdle() {
        return open && flights.load() == 0 && !paused && guest.isIdle();
    }

    /// Whether it runs what it is sent.
    boolean isAtWork() {
        return open && !paused;
    }

    boolean isResting() {
        return resting;
    }

    void rest(boolean rests) {
        resting = rests;
    }

    /// Lets it leave when its current call is done.
    void leave() {
        leaving = true;
        life.leave();
    }

    /// It is gone, but for its thread.
    void retire() {
        leaving = true;
    }

    /// Whether it is on its way out, or gone.
    boolean isLeaving() {
        return leaving;
    }

    /// Whether nothing was ever sent to it.
    boolean isUnused() {
        flights.lock();
        try {
            return sequence == 0;
        } finally {
            flights.unlock();
        }
    }

    /// It is dead, and so is the line. Tells the jobs.
    ///
    /// @param rest the calls that have no answer, first sent first
    /// @param loss what is known of the end
    /// @param unfit why it could be of no use, if that is so
    void died(List<Call> rest, Channel line, WorkerLoss loss, @Nullable LaunchFailure unfit) {
        Flights.Wreck wreck;
        boolean wasLeaving;
        flights.lock();
        try {
            wasLeaving = leaving;
            leaving = true;
            wreck = flights.wreck(line, rest);
        } finally {
            flights.unlock();
        }
        Obituary obituary = new Obituary(this, loss);
        try {
            processes.requeue(obituary.tell(wreck, rest));
        } finally {
            try {
                guest.lost();
            } finally {
                if (wreck.lost().isEmpty() && !wasLeaving) {
                    host().lostIdle(loss);
                }
            }
        }
        if (unfit == null) {
            processes.gone();
        } else {
            processes.neverUp(life, this, unfit);
        }
        obituary.throwFailure();
    }
}
