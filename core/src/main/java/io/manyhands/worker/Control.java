package io.manyhands.worker;

import io.manyhands.spi.Allowance;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.worker.Inbox.Identity;
import io.manyhands.worker.Inbox.PipeRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// The control thread: reads the pipe from the program that started the worker, and ends the worker
/// at once when that pipe ends. Runs no user code and waits for nothing else.
final class Control implements Runnable {
    private final FrameReader frame;
    private final Inbox inbox;
    private final Interrupts interrupts;
    private final RemoteClasses classes;
    private final ParentLine line;
    private final Host host;

    Control(
            InputStream pipe,
            Inbox inbox,
            Interrupts interrupts,
            RemoteClasses classes,
            ParentLine line,
            Host host) {
        this.frame = new FrameReader(pipe, Direction.TO_WORKER);
        this.inbox = inbox;
        this.interrupts = interrupts;
        this.classes = classes;
        this.line = line;
        this.host = host;
    }

    @Override
    public void run() {
        int status = Host.PARENT_GONE;
        String reason = "A worker must have a parent: its pipe has ended";
        try {
            readAll();
        } catch (BrokenFrameException broken) {
            status = Host.LINE_BROKEN;
            reason = String.valueOf(broken.getMessage());
        } catch (IOException ended) {
            // As good as the end.
        } catch (Throwable failure) {
            status = Host.LINE_BROKEN;
            reason = "The control thread must go on reading: failure=" + failure;
        }
        host.halt(status, reason);
        inbox.halt();
    }

    private void readAll() throws IOException {
        int epoch = frame.next() ? identify() : 0;
        while (frame.next()) {
            take(epoch);
            frame.end();
        }
    }

    private int identify() throws BrokenFrameException {
        if (frame.type() != FrameDescriptor.CONFIG) {
            throw new BrokenFrameException(
                    "A program must say CONFIG before anything else: type=" + frame.type());
        }
        String version = frame.takeText();
        if (!version.equals(FrameDescriptor.VERSION)) {
            throw new BrokenFrameException(
                    "A program must be of the same version: program="
                            + version
                            + (", worker=" + FrameDescriptor.VERSION));
        }
        Identity identity = new Identity(frame.takeText(), frame.takeInt());
        host.allow(new Allowance(frame.takeInt(), frame.takeText(), frame.takeInt()));
        for (int left = frame.takeInt(); left > 0; left--) {
            System.setProperty(frame.takeText(), frame.takeText());
        }
        frame.end();
        inbox.identify(identity);
        return identity.epoch();
    }

    private void take(int epoch) throws BrokenFrameException {
        switch (frame.type()) {
            case FrameDescriptor.CALL -> takeRecord(epoch);
            case FrameDescriptor.MAP -> inbox.offer(Path.of(frame.takeText()));
            case FrameDescriptor.BELL -> inbox.wake();
            case FrameDescriptor.INTERRUPT -> interrupts.ask(frame.takeLong());
            case FrameDescriptor.CLASS_FOUND -> classes.answered(frame.takeInt(), frame.takeRest());
            case FrameDescriptor.CLASS_MISSING -> classes.answered(frame.takeInt(), null);
            case FrameDescriptor.TOLD -> line.arrived(frame.takeRest());
            case FrameDescriptor.GO_ON -> inbox.goOn();
            case FrameDescriptor.WHERE -> new Whereabouts(line, inbox.main()).tell();
            case FrameDescriptor.CLOSE -> leave(frame.takeLong());
            default ->
                    throw new BrokenFrameException(
                            "A program says CONFIG once only: type=" + frame.type());
        }
    }

    /// Lets the main thread end the JVM, which waits a good while for threads that read a pipe.
    /// Should the parent die in this moment, its warden ends the worker.
    private void leave(long graceMillis) {
        inbox.close(graceMillis);
        while (!inbox.isHalted()) {
            LockSupport.park(this);
        }
    }

    private void takeRecord(int epoch) throws BrokenFrameException {
        byte type = frame.takeByte();
        frame.takeByte();
        long sequence = frame.takeLong();
        int itsEpoch = frame.takeInt();
        int argument = frame.takeInt();
        int total = frame.takeInt();
        byte[] payload = frame.takeRest();
        if (total != 0) {
            throw new BrokenFrameException(
                    "A record for a worker must go by pipe whole: type="
                            + type
                            + ", total="
                            + total);
        }
        if (itsEpoch == epoch) {
            inbox.add(new PipeRecord(type, sequence, argument, payload));
        }
    }
}
