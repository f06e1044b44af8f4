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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One worker process, as the parent sees it: what is in flight to it, and its life.
/* A flight is in `flights` from before it is sent until its job has heard of its end. A job is asked
 * for its parcel and the parcel is sent under the lock, so that whoever wants to recall it finds it
 * either not asked for or in flight.
 *
 * Lock order: the channel's lock for polling, `lock`, the channel's lock for sending. Jobs are told
 * of ends without `lock`.
 *
 * Field      written by                                 read by
 * life...    the worker's own thread (see Life)         any
 * load       whoever holds the lock                     any: a hint, in calls
 * full       whoever sends, the channel's threads       whoever sends: a hint
 */
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class ProcessWorker extends RemoteWorker implements Channel.Listener {
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

    private final Processes processes;
    private final Workshop workshop;
    private final Life life;
    private final Guest guest = new LateGuest(this);
    private final ReentrantLock lock = new ReentrantLock();
    // Both guarded by the lock.
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final Set<Integer> functions = new HashSet<>();
    private final Codecs codecs;
    private final RecentTasks recentTasks = new RecentTasks();
    private long sequence;
    private volatile int load;
    // By the lock for polling of the channel: whose answers were taken last, and not settled.
    private @Nullable Flight answering;
    // By the same lock: all whose answers were taken and not settled.
    private final ArrayList<Flight> settling = new ArrayList<>();
    // Guarded by the lock.
    private final Pace pace = new Pace();
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
        return load;
    }

    /// Whether it can take a parcel now: a hint.
    boolean canTake(boolean mayWait) {
        return open
                && !full
                && !leaving
                && !paused
                && !resting
                && load < (mayWait ? pace.depth() : 1);
    }

    /// Takes a job's next parcel, if there is room.
    ///
    /// @param most how many calls it may have, at least 1
    Taking take(RemoteJob job, int most) {
        Channel line = channel;
        lock.lock();
        try {
            if (line == null || !canTake(job.mayWait())) {
                return Taking.FULL;
            }
            Parcel parcel = job.next(this, hasRings ? Math.min(most, pace.depth()) : 1);
            if (parcel == null) {
                return Taking.NOTHING;
            }
            // The channel says when there is room again, perhaps before it has said that there is
            // none.
            full = true;
            if (send(line, job, parcel)) {
                full = false;
                return Taking.TAKEN;
            }
            // A stream has not left the queue, as far as it knows.
            boolean isBack = job.handedBack(parcel, 0, parcel.calls());
            return isBack || job.isStream() ? Taking.FULL : Taking.NOTHING;
        } finally {
            lock.unlock();
        }
    }

    private boolean send(Channel line, RemoteJob job, Parcel parcel) {
        RemoteFunction function = parcel.function();
        if (function != null && !knows(line, function)) {
            return false;
        }
        int calls = parcel.calls();
        int argument = function == null ? workshop.loaderId(parcel.loader()) : function.number();
        Flight flight = new Flight(parcel.type(), sequence + 1, argument, job, parcel);
        sequence += calls;
        recentTasks.note(flight.sequence(), calls, job.name(parcel), job.number(parcel));
        flights.addLast(flight);
        pace.sent(load);
        carry(calls);
        if (!line.send(flight)) {
            flights.removeLast();
            carry(-calls);
            return false;
        }
        return true;
    }

    private void carry(int more) {
        int before = load;
        load = before + more;
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
        List<Back> back = new ArrayList<>();
        lock.lock();
        try {
            takeBack(job, Integer.MAX_VALUE, back);
        } finally {
            lock.unlock();
        }
        if (!back.isEmpty()) {
            processes.dispatch();
        }
        int recalled = 0;
        for (Back each : back) {
            recalled += each.calls();
        }
        return recalled;
    }

    /// Takes back what it has not begun, last sent first.
    ///
    /// @param most how many calls; perhaps some more, since those of a record come together
    /// @return the calls, to be told to their jobs
    List<Back> takeBack(int most) {
        List<Back> back = new ArrayList<>();
        lock.lock();
        try {
            takeBack(null, most, back);
        } finally {
            lock.unlock();
        }
        return back;
    }

    /// @param job whose calls; null for all up to those that have begun
    private void takeBack(@Nullable RemoteJob job, int most, List<Back> back) {
        int left = most;
        for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext() && left > 0; ) {
            Flight flight = each.next();
            if (job == null || flight.job() == job) {
                Back taken = takeBack(flight, each);
                if (taken != null) {
                    left -= taken.calls();
                    back.add(taken);
                }
                if (job == null && (taken == null || taken.from > 0)) {
                    return;
                }
            }
        }
    }

    /// Takes back what the worker has not begun of a flight.
    ///
    /// @param place where the flight is among the others; it is removed there if nothing has begun
    /// @return what is back; null if nothing is
    private @Nullable Back takeBack(Flight flight, Iterator<Flight> place) {
        Channel line = channel;
        if (line == null || flight.isOver()) {
            return null;
        }
        int end = flight.end;
        int begun = line.revoke(flight);
        if (begun < 0) {
            return null;
        }
        if (begun == 0) {
            place.remove();
        }
        carry(begun - end);
        return new Back(flight, begun, end);
    }

    /// Calls of a flight that are not on their way any more.
    record Back(Flight flight, int from, int to) {
        int calls() {
            return to - from;
        }
    }

    /// Tells jobs that their calls are back.
    ///
    /// @return the jobs that are to be queued again, in the same order
    static List<RemoteJob> tellHandedBack(List<Back> back) {
        List<RemoteJob> jobs = new ArrayList<>();
        for (Back each : back) {
            Flight flight = each.flight;
            if (flight.job().handedBack(flight.parcel(), each.from, each.to)) {
                jobs.add(flight.job());
            }
        }
        return jobs;
    }

    @Override
    public boolean hasBegun(RemoteJob job) {
        lock.lock();
        try {
            for (Flight flight : flights) {
                if (flight.job() == job && isBegun(flight)) {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Job job() {
        lock.lock();
        try {
            // The last that has begun: the answers of those before it may not be read yet.
            for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext(); ) {
                Flight flight = each.next();
                if (isRunning(flight)) {
                    return flight.job();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isBegun(Flight flight) {
        Channel line = channel;
        return flight.isOver()
                || (line != null && (line.isByPipe(flight) || line.begun(flight) > 0));
    }

    /// Whether it counts as running: what may not wait does so from the moment it was sent.
    private boolean isRunning(Flight flight) {
        return !flight.isOver() && (!flight.job().mayWait() || isBegun(flight));
    }

    @Override
    public void interrupt(Job job, int attempt) {
        Channel line = channel;
        if (line == null) {
            return;
        }
        lock.lock();
        try {
            for (Flight flight : flights) {
                if (flight.isFor(job, attempt) && isRunning(flight)) {
                    line.interrupt(flight.sequence());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void kill(RemoteJob job, int attempt) {
        List<Back> behind = new ArrayList<>();
        boolean isLast;
        lock.lock();
        try {
            isLast = isLastBegun(job, attempt, behind);
            leaving |= isLast;
        } finally {
            lock.unlock();
        }
        if (isLast) {
            life.kill();
        }
        processes.requeue(tellHandedBack(behind));
        processes.dispatch();
    }

    /// Whether the worker runs a job still, and nobody else's, once what waits behind is taken
    /// back.
    private boolean isLastBegun(RemoteJob job, int attempt, List<Back> behind) {
        for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext(); ) {
            Flight flight = each.next();
            boolean isIt = flight.isFor(job, attempt);
            if (isIt && isRunning(flight)) {
                return true;
            }
            Back taken = takeBack(flight, each);
            if (taken != null) {
                behind.add(taken);
            }
            if (taken == null || taken.from > 0) {
                // It has just begun, or is over.
                return isIt && isRunning(flight);
            }
        }
        return false;
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
        if (line == null || life.isLineEnded() || !sendNow(line, own, parcel)) {
            return;
        }
        if (own.await()) {
            receiver.answered(own.answer());
        }
    }

    private boolean sendNow(Channel line, Errand own, Parcel parcel) {
        lock.lock();
        try {
            return send(line, own, parcel);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            int answers = 0;
            for (int i = 0; i < settling.size(); i++) {
                Flight flight = settling.get(i);
                answers += flight.takeCount();
                if (flight.isOver() && flights.peekFirst() == flight) {
                    flights.pollFirst();
                } else if (flight.isOver()) {
                    flights.remove(flight);
                }
            }
            carry(-answers);
            pace.answered(answers, load);
        } finally {
            lock.unlock();
        }
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
    public void tell(byte[] frame) {
        Channel line = channel;
        if (line == null) {
            return;
        }
        try {
            line.tell(frame);
        } catch (Throwable failure) {
            life.violated("A worker must be told what it has asked: failure=" + failure);
        }
    }

    @Override
    public @Nullable ClassLoader loaderOf(int number) {
        return workshop.loaderOf(number);
    }

    @Override
    public void waits(boolean waits) {
        paused = waits;
        if (waits) {
            processes.requeue(tellHandedBack(takeBack(Integer.MAX_VALUE)));
        }
        processes.dispatch();
    }

    /// It has done all it is to do.
    void left() {
        guest.left();
    }

    // Its end.

    /// Whether it could do something, and has nothing to do.
    boolean isIdle() {
        return open && load == 0 && !paused;
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

    /// Whether it is on its way out, or gone.
    boolean isLeaving() {
        return leaving;
    }

    /// Whether nothing was ever sent to it.
    boolean isUnused() {
        lock.lock();
        try {
            return sequence == 0;
        } finally {
            lock.unlock();
        }
    }

    /// It is dead, and so is the line. Tells the jobs.
    ///
    /// @param rest the calls that have no answer, first sent first
    /// @param loss what is known of the end
    /// @param unfit why it could be of no use, if that is so
    void died(List<Call> rest, Channel line, WorkerLoss loss, @Nullable LaunchFailure unfit) {
        List<Back> lost = new ArrayList<>();
        List<Back> back = new ArrayList<>();
        boolean wasLeaving;
        lock.lock();
        try {
            wasLeaving = leaving;
            leaving = true;
            for (Call call : rest) {
                Flight flight = (Flight) call;
                if (flights.remove(flight) && flight.finish()) {
                    boolean isUntold = line.isByPipe(flight) && !line.hasEndedCleanly();
                    int begun = isUntold ? flight.calls() : line.begun(flight);
                    divide(flight, begun, lost, back);
                }
            }
            // What the line does not know was never sent.
            for (Flight unsent : flights) {
                if (unsent.finish()) {
                    back.addFirst(new Back(unsent, 0, unsent.end));
                }
            }
            flights.clear();
            load = 0;
        } finally {
            lock.unlock();
        }
        guest.left();
        if (lost.isEmpty() && !wasLeaving) {
            host().lostIdle(loss);
        }
        List<RemoteJob> jobs = tellHandedBack(back);
        for (Call call : rest) {
            // What was answered, if the line failed before it could be passed on.
            Flight flight = (Flight) call;
            flight.job().settle(flight.parcel());
        }
        for (Back each : lost) {
            for (int call = each.from; call < each.to; call++) {
                each.flight.job().lost(this, each.flight.parcel(), call, loss);
            }
        }
        processes.requeue(jobs);
        if (unfit == null) {
            processes.gone();
        } else {
            processes.neverUp(unfit);
        }
    }

    /// What a dead worker had begun of a flight and not answered is lost, the rest is back.
    private static void divide(Flight flight, int begun, List<Back> lost, List<Back> back) {
        int from = flight.answers();
        int end = Math.max(from, flight.end);
        int middle = Math.clamp(begun, from, end);
        if (middle > from) {
            lost.addFirst(new Back(flight, from, middle));
        }
        if (end > middle) {
            back.addFirst(new Back(flight, middle, end));
        }
    }
}
