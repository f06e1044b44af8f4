package io.manyhands.process;

import io.manyhands.memory.RingWriter;
import io.manyhands.spi.Job;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is in flight to one worker: sent, and not answered whole or taken back. Thread-safe.
/* A flight is here from before it is sent until its job has heard of its end. A job is asked for its
 * parcel and the parcel is sent under the lock, so that whoever wants to recall it finds it either
 * not asked for or in flight.
 *
 * Lock order: the channel's lock for polling, this lock, the channel's lock for sending. Jobs are
 * told of ends without this lock.
 */
@SuppressWarnings("ReferenceEquality") // each stands for itself
final class Flights {
    /// Calls of a flight that are not on their way any more.
    static final class Back {
        private final Flight flight;
        private final int to;
        // Written before others see it.
        private int from;

        Back(Flight flight, int from, int to) {
            this.flight = flight;
            this.from = from;
            this.to = to;
        }

        Flight flight() {
            return flight;
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }

        int calls() {
            return to - from;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final Pace pace = new Pace();
    private final Tenure tenure;
    // Written under the lock.
    private volatile int load;
    private final NextSent next = new NextSent();
    // Until all jobs were told. Guarded by the lock.
    private @Nullable Wreck untold;

    /// @param tenure counts what is sent
    Flights(Tenure tenure) {
        this.tenure = tenure;
    }

    void lock() {
        lock.lock();
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    void unlock() {
        lock.unlock();
    }

    /// How many calls are in flight: a hint.
    int load() {
        return load;
    }

    /// How many may be: a hint.
    int depth() {
        return pace.depth();
    }

    /// How long a call takes: a hint.
    ///
    /// @return 0 if that is not known
    long nanosEach() {
        return pace.nanosEach();
    }

    /// A flight is about to be sent. With the lock held, until it is sent or removed.
    void add(Flight flight) {
        flights.addLast(flight);
        pace.sent(load);
        carry(flight.calls());
        count(flight, flight.calls());
        next.sent();
    }

    /// Who waits for something to be sent.
    NextSent next() {
        return next;
    }

    /// Whether nothing is in flight. With the lock held.
    boolean isEmpty() {
        return flights.isEmpty();
    }

    /// The last flight could not be sent.
    void removeLast() {
        Flight last = flights.removeLast();
        carry(-last.calls());
        count(last, -last.calls());
    }

    /// Calls are sent or come back; an errand is none.
    private void count(Flight flight, int calls) {
        if (!(flight.job() instanceof Errand)) {
            tenure.count(calls);
        }
    }

    private void carry(int more) {
        int before = load;
        load = before + more;
    }

    /// Answers were taken and passed on.
    void settle(List<Flight> answered) {
        lock.lock();
        try {
            int answers = 0;
            for (int i = 0; i < answered.size(); i++) {
                Flight flight = answered.get(i);
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
    }

    // Taking back.

    /// Takes back what has not begun of a job, wherever it is in the row.
    List<Back> takeBack(Channel line, RemoteJob job) {
        List<Back> back = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext(); ) {
                Flight flight = each.next();
                if (flight.job() == job) {
                    Back _ = takeBack(line, flight, each, back);
                }
            }
        } catch (OutOfMemoryError shortage) {
            // What is back is to be told.
        } finally {
            lock.unlock();
        }
        return back;
    }

    /// Takes back what has not begun, last sent first.
    ///
    /// @param most how many calls; perhaps some more, since those of a record come together
    List<Back> takeBack(Channel line, int most) {
        List<Back> back = new ArrayList<>();
        int left = most;
        lock.lock();
        try {
            Iterator<Flight> each = flights.descendingIterator();
            while (each.hasNext() && left > 0) {
                Flight flight = each.next();
                if (flight.job() instanceof Errand) {
                    // That is for this worker and no other.
                    continue;
                }
                Back taken = takeBack(line, flight, each, back);
                if (taken == null) {
                    break;
                }
                left -= taken.calls();
                if (taken.from > 0) {
                    break;
                }
            }
        } catch (OutOfMemoryError shortage) {
            // What is back is to be told.
        } finally {
            lock.unlock();
        }
        return back;
    }

    /// Takes back what the worker has not begun of a flight.
    ///
    /// @param place where the flight is among the others; it is removed there if nothing has begun
    /// @param all gets what is back
    /// @return what is back; null if nothing is
    private @Nullable Back takeBack(
            Channel line, Flight flight, Iterator<Flight> place, List<Back> all) {
        if (flight.isOver()) {
            return null;
        }
        // Noted before: what is revoked and not known would be lost.
        Back taken = new Back(flight, 0, flight.end);
        all.add(taken);
        int begun = RingWriter.NOTHING_LEFT;
        try {
            begun = line.revoke(flight);
        } finally {
            if (begun < 0) {
                all.removeLast();
            }
        }
        if (begun < 0) {
            return null;
        }
        taken.from = begun;
        if (begun == 0) {
            place.remove();
        }
        carry(begun - taken.to);
        count(flight, begun - taken.to);
        return taken;
    }

    /// Tells jobs that their calls are back.
    ///
    /// @return the jobs that are to be queued again, in the same order
    static List<RemoteJob> tellHandedBack(List<Back> back) {
        List<RemoteJob> jobs = Shortage.list(back.size());
        for (int i = 0; i < back.size(); i++) {
            Back each = back.get(i);
            if (isQueuedAgain(each.flight, each.from, each.to)) {
                jobs.add(each.flight.job());
            }
        }
        return jobs;
    }

    private static boolean isQueuedAgain(Flight flight, int from, int to) {
        while (true) {
            try {
                return flight.job().handedBack(flight.parcel(), from, to);
            } catch (OutOfMemoryError again) {
                Shortage.pause();
            }
        }
    }

    // What runs.

    /// Whether something of a job has begun that is not answered.
    boolean hasBegun(@Nullable Channel line, RemoteJob job) {
        lock.lock();
        try {
            for (Flight flight : flights) {
                if (flight.job() == job && isBegun(line, flight)) {
                    return true;
                }
            }
            return untold != null && untold.hasLost(job);
        } finally {
            lock.unlock();
        }
    }

    /// Whether something of a job is certain to have begun, or is over. To be asked again and
    /// again: it does not wait for others.
    boolean hasTaken(@Nullable Channel line, RemoteJob job) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            for (Flight flight : flights) {
                if (flight.job() == job && (flight.isOver() || isClaimed(line, flight))) {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isClaimed(@Nullable Channel line, Flight flight) {
        return line != null && line.begun(flight) > 0;
    }

    /// What runs.
    Worker.@Nullable Doing running(@Nullable Channel line) {
        lock.lock();
        try {
            // The last that has begun: the answers of those before it may not be read yet.
            for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext(); ) {
                Flight flight = each.next();
                if (isRunning(line, flight)) {
                    return new Worker.Doing(flight.job(), flight.parcel(), call(line, flight));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Which of its calls runs, about.
    private static int call(@Nullable Channel line, Flight flight) {
        int call =
                line == null || line.isByPipe(flight) ? flight.answers() : line.begun(flight) - 1;
        return Math.clamp(call, 0, flight.calls() - 1);
    }

    /// Interrupts what runs of a job.
    void interrupt(Channel line, Job job, int attempt) {
        lock.lock();
        try {
            for (Flight flight : flights) {
                if (flight.isFor(job, attempt) && isRunning(line, flight)) {
                    line.interrupt(flight.sequence());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether a job runs still, and nobody else's, once what waits behind is taken back. With the
    /// lock held.
    ///
    /// @param behind gets what was taken back
    boolean isLastBegun(@Nullable Channel line, RemoteJob job, int attempt, List<Back> behind) {
        for (Iterator<Flight> each = flights.descendingIterator(); each.hasNext(); ) {
            Flight flight = each.next();
            boolean isIt = flight.isFor(job, attempt);
            if (isIt && isRunning(line, flight)) {
                return true;
            }
            Back taken = line == null ? null : takeBack(line, flight, each, behind);
            if (taken == null || taken.from > 0) {
                // It has just begun, or is over.
                return isIt && isRunning(line, flight);
            }
        }
        return false;
    }

    private static boolean isBegun(@Nullable Channel line, Flight flight) {
        return flight.isOver()
                || (line != null && (line.isByPipe(flight) || line.begun(flight) > 0));
    }

    /// Whether it counts as running: what may not wait does so from the moment it was sent.
    private static boolean isRunning(@Nullable Channel line, Flight flight) {
        return !flight.isOver() && (!flight.job().mayWait() || isBegun(line, flight));
    }

    // Its end.

    /// The worker is dead, and takes nothing more. Without the wreck nobody could tell the jobs: it
    /// is made as soon as there is memory for it.
    ///
    /// @param rest the calls that have no answer, first sent first
    Wreck wreck(Channel line, List<Call> rest) {
        Wreck wreck = tryWreck(line, rest);
        while (wreck == null) {
            Shortage.pause();
            wreck = tryWreck(line, rest);
        }
        return wreck;
    }

    /// The jobs know what became of them.
    void told() {
        lock.lock();
        try {
            untold = null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Wreck tryWreck(Channel line, List<Call> rest) {
        lock.lock();
        try {
            Wreck wreck = Wreck.of(line, rest, flights);
            for (Flight each = flights.peekFirst(); each != null; each = flights.peekFirst()) {
                boolean _ = each.finish();
                flights.removeFirst();
            }
            load = 0;
            untold = wreck;
            return wreck;
        } catch (OutOfMemoryError shortage) {
            return null;
        } finally {
            lock.unlock();
        }
    }
}
