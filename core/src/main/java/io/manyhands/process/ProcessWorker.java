package io.manyhands.process;

import io.manyhands.spi.Guest;
import io.manyhands.spi.Job;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.Codec;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One worker process, as the parent sees it: whether it takes jobs, what is in flight to it, and
/// its end.
/* What goes to it is sent by Sending, what comes from it is passed on by Receiving; both know what is
 * in flight, and in which order locks are taken is told there (Flights). It comes up, and is looked
 * after until its end, in a thread of its own (Life), and is told to end by way of its LifeState.
 */
final class ProcessWorker extends RemoteWorker implements Guest.Line, Roster.Member {
    private final Processes processes;
    private final Staffing staffing;
    private final Workshop workshop;
    private final int failuresBefore;
    private final long hiredNanos = System.nanoTime();
    private final Life life;
    private final LifeState state;
    private final Guest guest = new LateGuest(this);
    private final Tenure tenure;
    private final Flights flights;
    private final Codecs codecs;
    private final Sending sending;
    private final Receiving receiving;
    private final Dismissal dismissal;
    private volatile @Nullable Channel channel;
    private volatile @Nullable Errand errand;

    /// One that is not started yet.
    ///
    /// @param number which one of the pool it is
    /// @param failuresBefore how many starts in a row have failed before this one
    ProcessWorker(Staffing staffing, Workshop workshop, int number, int failuresBefore) {
        super(workshop.host(), workshop.host().name() + "-worker-" + number);
        this.processes = workshop.processes();
        this.staffing = staffing;
        this.workshop = workshop;
        this.failuresBefore = failuresBefore;
        this.tenure = new Tenure(staffing.terms(), ThreadLocalRandom.current().nextDouble());
        this.flights = new Flights(tenure);
        this.codecs = workshop.newCodecs();
        this.life = new Life(this, workshop, staffing, number);
        this.state = life.state();
        this.sending = new Sending(this, workshop, flights);
        this.dismissal = new Dismissal(this, workshop, staffing, flights, state);
        this.receiving = new Receiving(this, workshop, state, guest, flights, codecs);
    }

    void start() {
        life.start();
    }

    int failuresBefore() {
        return failuresBefore;
    }

    /// How far its life has come.
    LifeState state() {
        return state;
    }

    @Override
    public long pid() {
        return state.pid();
    }

    @Override
    public Thread thread() {
        return life;
    }

    @Override
    public Codec codec(ClassLoader loader) {
        return codecs.of(loader);
    }

    Sending sending() {
        return sending;
    }

    Flights flights() {
        return flights;
    }

    Dismissal dismissal() {
        return dismissal;
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    /// The line to it, once it is up.
    @Nullable Channel line() {
        return channel;
    }

    @Override
    public int load() {
        return flights.load();
    }

    @Override
    public long nanosEach() {
        return flights.nanosEach();
    }

    @Override
    public long bytes() {
        return state.bytes();
    }

    /// Whether it can take a parcel now: a hint.
    boolean canTake(boolean mayWait) {
        return tenure.takes() && sending.hasRoom(mayWait);
    }

    /// Takes a job's next parcel, if there is room.
    ///
    /// @param most how many calls it may have, at least 1
    Sending.Taking take(RemoteJob job, int most) {
        return sending.send(channel, job, most);
    }

    /// A class loader of this JVM is gone.
    void forgetLoader(int loader) {
        codecs.forget(loader);
        Channel line = channel;
        if (line != null) {
            line.forgetLoader(loader);
        }
    }

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
    public boolean hasTaken(RemoteJob job) {
        return flights.hasTaken(channel, job);
    }

    @Override
    public @Nullable Job job() {
        Doing doing = doing();
        return doing == null ? null : doing.job();
    }

    @Override
    public @Nullable Doing doing() {
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
        dismissal.kill(job, attempt);
    }

    /// Takes the answers that are there, unless someone else is at it.
    void poll() {
        Channel line = channel;
        if (line != null) {
            boolean _ = line.poll();
        }
    }

    @Override
    public void look() {
        Channel line = channel;
        if (line != null && flights.load() > 0) {
            line.look();
        }
    }

    /// Takes answers as they come, for a moment.
    void pollUntil(BooleanSupplier isOver) {
        Channel line = channel;
        if (line != null) {
            boolean _ = line.pollUntil(isOver, Workshop.SPIN_NANOS);
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

    // What its life and its channel tell.

    /// Takes what comes from it.
    Channel.Listener receiving() {
        return receiving;
    }

    /// It is there, for errands at first.
    void up(Channel line) {
        channel = line;
    }

    /// It can take jobs now.
    void open() {
        tenure.open(host().nanos(), bytes());
        tellIfReady();
        staffing.cameUp(System.nanoTime() - hiredNanos);
    }

    /// It has everything it needs once it is open and has the memory, whichever comes last.
    private void tellIfReady() {
        if (tenure.isOpen() && state.isMapped()) {
            staffing.ready();
        }
    }

    @Override
    public void perform(Parcel parcel, Receiver receiver) throws InterruptedException {
        Errand own = new Errand(parcel);
        errand = own;
        Channel line = channel;
        while (line != null && !state.isLineEnded() && state.isAlive()) {
            if (sending.sendNow(line, own, parcel)) {
                if (own.await(state, life.watch())) {
                    receiver.answered(own.answer());
                }
                return;
            }
            // It may be too long for the pipe.
            life.memory().offer(line);
            own.awaitRoom();
        }
    }

    /// There may be room again.
    void mayHaveRoom() {
        sending.mayHaveRoom();
        Errand own = errand;
        if (own != null) {
            own.mayHaveRoom();
        }
        processes.dispatch();
    }

    /// It has the memory.
    void mapped() {
        sending.mapped();
        state.mapped();
        tellIfReady();
        life.memory().mapped();
        Leftovers.sweepOnce();
    }

    /// Answers with a class or another resource.
    void serve(int request, int loader, String name) {
        Channel line = channel;
        if (line != null) {
            workshop.serve(line, request, loader, name);
        }
    }

    /// Its line has ended.
    void lineEnded(@Nullable String violation) {
        tenure.gone();
        state.lineEnded(violation);
        Errand own = errand;
        if (own != null) {
            own.giveUp();
        }
    }

    // What it asks.

    @Override
    public void tell(byte[] frames) {
        Channel line = channel;
        if (line != null) {
            line.tell(frames);
        }
    }

    @Override
    public void giveUp(String why) {
        state.violated(why);
    }

    @Override
    public @Nullable ClassLoader loaderOf(int number) {
        return workshop.loaderOf(number);
    }

    @Override
    public void waits(boolean waits) {
        tenure.pause(waits);
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

    @Override
    public boolean isIdle() {
        return tenure.isOpen() && flights.load() == 0 && !tenure.isPaused() && guest.isIdle();
    }

    @Override
    public void finish() {
        tenure.finish();
        processes.requeue(takeBack(Integer.MAX_VALUE));
        processes.dispatch();
    }

    @Override
    public void giveWay(boolean gives) {
        tenure.giveWay(gives);
        if (gives) {
            processes.requeue(takeBack(Integer.MAX_VALUE));
        }
        processes.dispatch();
    }

    @Override
    public void leave() {
        tenure.leave();
        state.leave();
    }

    /// It is dead, and so is the line. Tells the jobs.
    ///
    /// @param rest the calls that have no answer, first sent first
    /// @param obituary what they are told
    /// @param unfit why it could be of no use, if that is so
    void died(List<Call> rest, Channel line, Obituary obituary, @Nullable LaunchFailure unfit) {
        boolean wasLeaving = tenure.isLeaving() || tenure.isDismissed();
        tenure.hold(unfit != null);
        // From now on nothing more is sent.
        tenure.leave();
        Wreck wreck = flights.wreck(line, rest);
        try {
            processes.requeue(obituary.tell(wreck, rest));
        } finally {
            flights.told();
            try {
                guest.lost();
            } finally {
                if (wreck.lost().isEmpty() && !wasLeaving) {
                    host().lostIdle(obituary.loss());
                }
            }
        }
        if (unfit == null) {
            staffing.retry();
        } else {
            staffing.neverUp(this, unfit);
        }
        obituary.throwFailure();
    }
}
