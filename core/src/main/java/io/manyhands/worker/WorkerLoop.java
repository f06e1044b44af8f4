package io.manyhands.worker;

import io.manyhands.memory.Bell;
import io.manyhands.memory.CorruptRingException;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import io.manyhands.worker.Inbox.Identity;
import io.manyhands.worker.Inbox.Mapping;
import io.manyhands.worker.Inbox.PipeRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A worker's life in its main thread: greets the program that started it, runs the calls that
/// come, one after the other, and ends when it is told to.
/* What comes from the pipe goes before what is in the ring: the program uses the ring only after all
 * that it sent by pipe is answered.
 *
 * Memory is mapped beside the work, but not before the first call, if that is there: mapping takes
 * as long as a worker's start. It is adopted between two calls.
 *
 * Sleeping: say so, arm the bell, look again, sleep; see Sleep, and README.md.
 */
final class WorkerLoop {
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int SPINS_BEFORE_YIELD = 32;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ParentPipe pipe;
    private final WorkerSetup setup;
    private final long patienceNanos;
    private final Inbox inbox;
    private final Interrupts interrupts;
    private final RemoteClasses classes;
    private final ParentLine line;
    private final Control control;
    private int epoch;
    private @Nullable Rings rings;

    /// Whether all that came by pipe is taken, so that the ring may be looked into.
    private boolean isPipeDone;

    /// A worker's loop, in the thread that will [#run()] it.
    WorkerLoop(InputStream fromParent, OutputStream toParent, WorkerSetup setup) {
        this(fromParent, toParent, setup, PATIENCE_NANOS);
    }

    /// @param patienceNanos how long it waits to be told who it is
    WorkerLoop(
            InputStream fromParent, OutputStream toParent, WorkerSetup setup, long patienceNanos) {
        this.patienceNanos = patienceNanos;
        Thread main = Thread.currentThread();
        this.pipe = new ParentPipe(toParent);
        this.setup = setup;
        this.inbox = new Inbox(main);
        this.interrupts = new Interrupts(main);
        this.classes = new RemoteClasses(pipe);
        this.line = ParentLine.over(pipe, inbox);
        this.control = new Control(fromParent, inbox, interrupts, classes, line, setup.host());
    }

    /// Lives until the JVM ends.
    void run() {
        Thread watcher = new Thread(control, "manyhands-control");
        watcher.setDaemon(true);
        watcher.start();
        pipe.send(
                FrameWriter.of(FrameDescriptor.HELLO)
                        .addText(FrameDescriptor.VERSION)
                        .addLong(setup.pid())
                        .finished());
        Identity identity = awaitIdentity();
        if (identity != null) {
            Thread.currentThread().setName(identity.worker());
            epoch = identity.epoch();
            work();
        }
        if (!inbox.isHalted() && !setup.host().exit(inbox.graceMillis())) {
            inbox.halt();
            LockSupport.unpark(watcher);
        }
    }

    /// A parent that failed half way in starting this process may not know of it, and live on.
    private @Nullable Identity awaitIdentity() {
        long end = System.nanoTime() + patienceNanos;
        Identity identity = inbox.identity();
        while (identity == null && !inbox.isClosing()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                setup.host().halt(Host.PARENT_GONE, "A worker must be told who it is");
                inbox.halt();
                return null;
            }
            LockSupport.parkNanos(this, left);
            identity = inbox.identity();
        }
        return identity;
    }

    private void work() {
        Answers answers = new Answers(pipe, line, inbox, setup.codecs(), epoch);
        Calls calls = new Calls(pipe, interrupts, classes, answers, setup, epoch);
        try {
            while (!inbox.isClosing()) {
                if (!takeNext(calls) && !adopt(answers)) {
                    awaitMore();
                }
            }
        } catch (CorruptRingException | BrokenFrameException broken) {
            setup.host().halt(Host.LINE_BROKEN, String.valueOf(broken.getMessage()));
            inbox.halt();
        } catch (Throwable failure) {
            // For example no memory for a frame: without this thread the worker is of no use.
            setup.host().halt(Host.LINE_BROKEN, "A worker's loop must go on: failure=" + failure);
            inbox.halt();
        }
    }

    private boolean takeNext(Calls calls) throws BrokenFrameException {
        PipeRecord record = inbox.poll();
        if (record != null) {
            isPipeDone |= record.type() == CallDescriptor.RINGS;
            calls.take(record);
            return true;
        }
        Rings used = rings;
        if (used != null && isPipeDone && used.requests().next()) {
            calls.take(used.requests());
            return true;
        }
        return false;
    }

    /// Does what there is to do about the shared memory.
    private boolean adopt(Answers answers) {
        Path path = inbox.takeMemoryPath();
        if (path != null) {
            Mapper.start(inbox, path, setup.bell(), epoch);
            return true;
        }
        Mapping mapping = inbox.takeMapping();
        if (mapping == null) {
            return false;
        }
        Rings mapped = mapping.rings();
        if (mapped == null) {
            String failure = String.valueOf(mapping.failure());
            pipe.send(FrameWriter.of(FrameDescriptor.MAP_FAILED).addText(failure).finished());
        } else {
            rings = mapped;
            answers.adopt(mapped);
            listen(mapping.bell());
            pipe.send(FrameWriter.empty(FrameDescriptor.MAPPED));
        }
        return true;
    }

    private void listen(@Nullable RandomAccessFile bell) {
        if (bell == null) {
            return;
        }
        try {
            inbox.sleep().moveTo(bell);
            pipe.send(FrameWriter.empty(FrameDescriptor.LISTENS));
        } catch (IOException _) {
            // It parks as before.
        }
    }

    private void awaitMore() {
        Rings used = rings;
        if (used == null) {
            if (!inbox.isReady()) {
                LockSupport.park(this);
            }
        } else if (!spin(used)) {
            Sleep sleep = inbox.sleep();
            sleep.prepare();
            used.workerBell().arm(Bell.DATA);
            if (!isReady(used)) {
                sleep.sleep();
            }
            used.workerBell().disarm(Bell.DATA);
            sleep.over();
        }
        // An interrupt that is for nobody would keep it from sleeping.
        Interrupts.clear();
    }

    /// Looks for a while without sleeping.
    ///
    /// @return whether there is something
    @SuppressWarnings("ThreadPriorityCheck") // the parent may need this very core
    private boolean spin(Rings used) {
        long permittedNanos = (long) used.spinMicros() * NANOS_PER_MICRO;
        if (permittedNanos <= 0) {
            return false;
        }
        for (int i = 0; i < SPINS_BEFORE_YIELD; i++) {
            if (isReady(used)) {
                return true;
            }
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < permittedNanos) {
            if (isReady(used)) {
                return true;
            }
            Thread.yield();
        }
        return false;
    }

    private boolean isReady(Rings used) {
        return inbox.isReady() || (isPipeDone && !used.requests().isEmpty());
    }
}
