package io.manyhands.testkit.kill;

import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.SharedPipe;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A pipe for each pair of users: each of the two sends and receives, by a thread of its own for
/// either. Confined.
final class PipeUse extends Use {
    private static final int SENDING = OWN;
    private static final int SENT = OWN + 1;
    private static final int RECEIVING = OWN + 2;
    private static final int RECEIVED = OWN + 3;
    private static final int CAPACITY = 8;
    private static final long PAUSE_NANOS = 1_000_000;

    private final PipeEnd<long[]> end;
    private final SharedPipe<long[]> pipe;
    private int sequence;

    PipeUse(Seat seat) {
        super(seat);
        pipe = seat.objects().pipe("pipe " + seat.index() / 2, CAPACITY);
        end = seat.isEven() ? pipe.left() : pipe.right();
    }

    @Override
    void join() {
        Thread _ = Thread.ofPlatform().name("receiver").start(this::receiveAll);
    }

    private void receiveAll() {
        try {
            while (true) {
                receive();
            }
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    private void receive() throws InterruptedException {
        // By the life that only its thread has, so that the last row of each tells what it was at.
        Pen own = new Pen(pen().book(), pen().life() + Crowd.MOST_LIVES);
        try {
            own.note(RECEIVING);
            own.note(RECEIVED, Parcel.open(end.receive()));
        } catch (PipeBrokenException told) {
            pause();
        }
    }

    @Override
    void round() throws InterruptedException {
        long id = Parcel.id(pen().life(), sequence++);
        boolean isSent = false;
        while (!isSent) {
            try {
                pen().note(SENDING, id);
                end.send(Parcel.wrap(id, random()));
                isSent = true;
                pen().note(SENT, id);
            } catch (PipeBrokenException told) {
                pause();
            }
        }
    }

    private void pause() {
        pen().note(TOLD);
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    Telling telling() {
        return Telling.PARTNER;
    }

    /// The ends are this process's then.
    @Override
    void ensureWhole() throws InterruptedException {
        SharedPipe<long[]> first = seat().objects().pipe("pipe 0", CAPACITY);
        drain(first.left());
        drain(first.right());
        first.left().send(new long[] {1});
        long[] there = first.right().receive(LONG);
        first.right().send(new long[] {2});
        long[] back = first.left().receive(LONG);
        require(there != null && there[0] == 1 && back != null && back[0] == 2, "A pipe is mended");
    }

    private static void drain(PipeEnd<long[]> end) throws InterruptedException {
        long[] left = new long[0];
        while (left != null) {
            try {
                left = end.receive(Duration.ZERO);
            } catch (PipeBrokenException told) {
                left = null;
            }
        }
    }

    @Override
    Replay replay(Lives lives) {
        return new Lines(lives);
    }

    /// What one sends comes in order and once; a gap is what a dead receiver had in its hands, or
    /// what nobody confirmed to have sent.
    private static final class Lines extends Replay {
        private final Map<Integer, Integer> sending = new HashMap<>();
        private final Map<Integer, Integer> lastOf = new HashMap<>();
        private long gaps;

        Lines(Lives lives) {
            super(lives);
        }

        @Override
        void row(int life, int kind, long id) {
            if (kind == SENDING) {
                sending.put(life, Parcel.sequence(id));
            } else if (kind == RECEIVED) {
                receive(life, id);
            }
        }

        private void receive(int life, long id) {
            int sender = Parcel.life(id);
            int sequence = Parcel.sequence(id);
            int last = lastOf.getOrDefault(sender, -1);
            String state = "life=" + life + ", sender=" + sender + ", at=" + sequence;
            if (sequence > sending.getOrDefault(sender, -1)) {
                wrong("What comes was sent", state);
            }
            if (sequence <= last) {
                wrong("What is sent comes once, and in order", state + ", last=" + last);
            }
            gaps += Math.max(0, sequence - last - 1);
            lastOf.put(sender, sequence);
        }

        @Override
        void end() {
            int hands = lives().endedWith(RECEIVING);
            if (gaps > hands) {
                wrong("What is sent comes", "gaps=" + gaps + ", hands=" + hands);
            }
        }
    }
}
