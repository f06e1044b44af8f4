package io.manyhands.linear;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.memory.Members;
import io.manyhands.memory.RobustQueue;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/// A queue of several members, any of which may die. The ring is small: it goes around.
@Param(name = "thread", gen = ThreadIdGen.class)
@Param(name = "item", gen = IntGen.class, conf = "1:9")
public final class QueueOrders {
    private static final int CAPACITY = 2;
    private static final int RING_BYTES = 64;

    private final Mates mates = new Mates(RobustQueue.sizeBytes(RING_BYTES));
    private final RobustQueue[] queues = new RobustQueue[Mates.THREADS];
    private final List<Deque<Long>> leases = new ArrayList<>();

    /// An empty one.
    public QueueOrders() {
        RobustQueue.lay(mates.words(), 0, CAPACITY, RING_BYTES);
        for (int thread = 0; thread < Mates.THREADS; thread++) {
            queues[thread] = queue(mates.of(thread));
            leases.add(new ArrayDeque<>());
        }
    }

    private RobustQueue queue(Members members) {
        return new RobustQueue(mates.words(), 0, members);
    }

    @Operation
    public String put(@Param(name = "thread") int thread, @Param(name = "item") int item) {
        byte[] bytes = {(byte) item, 0, 0, 0, 0, 0, 0, (byte) -item};
        return outcome(() -> queues[thread].put(bytes, bytes.length, 0)).name();
    }

    @Operation
    public String take(@Param(name = "thread") int thread) {
        return take(thread, Taking.FOR_GOOD, new ItemBytes());
    }

    @Operation
    public String takeAndDone(@Param(name = "thread") int thread) {
        return take(thread, Taking.AND_DONE, new ItemBytes());
    }

    @Operation
    public String lease(@Param(name = "thread") int thread) {
        ItemBytes item = new ItemBytes();
        String result = take(thread, Taking.ON_LEASE, item);
        if (item.length() > 0) {
            leases.get(thread).add(item.place());
        }
        return result;
    }

    private String take(int thread, Taking how, ItemBytes item) {
        return text(outcome(() -> queues[thread].take(item, how)), item);
    }

    @Operation
    public String peek(@Param(name = "thread") int thread) {
        ItemBytes item = new ItemBytes();
        return text(outcome(() -> queues[thread].peek(item)), item);
    }

    @Operation
    public String finish(@Param(name = "thread") int thread) {
        Long place = leases.get(thread).poll();
        return place == null ? "NONE" : outcome(() -> queues[thread].finish(place)).name();
    }

    @Operation
    public String giveBack(@Param(name = "thread") int thread) {
        Long place = leases.get(thread).poll();
        return place == null ? "NONE" : outcome(() -> queues[thread].giveBack(place)).name();
    }

    @Operation
    public void close(@Param(name = "thread") int thread) {
        Outcome _ = outcome(() -> queues[thread].close());
    }

    @Operation
    public void die(@Param(name = "thread") int thread) {
        leases.get(thread).clear();
        queues[thread] = queue(mates.replace(thread));
    }

    /// Programs that chance is long in making up.
    static List<ExecutionScenario> programs() {
        List<Actor> before =
                List.of(operation("put", 0, 1), operation("put", 0, 2), operation("take", 0));
        List<Actor> putter = List.of(operation("put", 1, 3));
        List<Actor> taker = List.of(operation("lease", 2), operation("finish", 2));
        return List.of(new ExecutionScenario(before, List.of(putter, taker), List.of(), null));
    }

    private static Actor operation(String name, Object... arguments) {
        for (Method method : QueueOrders.class.getMethods()) {
            if (method.getName().equals(name)) {
                return new Actor(method, List.of(arguments));
            }
        }
        throw new IllegalArgumentException("The name must be that of an operation: name=" + name);
    }

    private static String text(Outcome outcome, ItemBytes item) {
        if (outcome != Outcome.DONE) {
            return outcome.name();
        }
        byte[] bytes = item.bytes();
        boolean isWhole = item.length() == Long.BYTES && bytes[0] == -bytes[Long.BYTES - 1];
        return isWhole ? Integer.toString(bytes[0]) : "torn";
    }

    /// Another thread may be in the middle of a change for as long as the trial likes.
    private static Outcome outcome(Supplier<Outcome> attempts) {
        Outcome outcome = attempts.get();
        while (outcome == Outcome.AGAIN) {
            outcome = attempts.get();
        }
        return outcome;
    }

    /// What it does, one operation after the other.
    public static final class Expected {
        private static final int FRESH = -1;
        private static final int RETURNED = -2;
        private static final int DONE = -3;
        private static final int RECORDS = 4;

        // In the ring, the oldest first: the item, and who has it.
        private final List<int[]> records = new ArrayList<>();
        private boolean isClosed;

        public String put(int thread, int item) {
            if (isClosed) {
                return Outcome.CLOSED.name();
            }
            long held = records.stream().filter(record -> record[1] != DONE).count();
            if (held == CAPACITY || records.size() == RECORDS) {
                return Outcome.FULL.name();
            }
            records.add(new int[] {item, FRESH});
            return Outcome.DONE.name();
        }

        public String take(int thread) {
            return take(DONE, true);
        }

        public String takeAndDone(int thread) {
            return take(DONE, true);
        }

        public String lease(int thread) {
            return take(thread, true);
        }

        public String peek(int thread) {
            return take(FRESH, false);
        }

        private String take(int taker, boolean isTaken) {
            int[] next = first(RETURNED);
            next = next == null ? first(FRESH) : next;
            if (next == null) {
                boolean isEnd = isClosed && records.isEmpty();
                return (isEnd ? Outcome.CLOSED : Outcome.EMPTY).name();
            }
            if (isTaken) {
                change(next, taker);
            }
            return Integer.toString(next[0]);
        }

        public String finish(int thread) {
            return end(thread, DONE);
        }

        public String giveBack(int thread) {
            return end(thread, RETURNED);
        }

        private String end(int thread, int state) {
            int[] lease = first(thread);
            if (lease == null) {
                return "NONE";
            }
            change(lease, state);
            return Outcome.DONE.name();
        }

        public void close(int thread) {
            isClosed = true;
        }

        public void die(int thread) {
            for (int[] lease = first(thread); lease != null; lease = first(thread)) {
                change(lease, RETURNED);
            }
        }

        private int[] first(int state) {
            return records.stream().filter(record -> record[1] == state).findFirst().orElse(null);
        }

        private void change(int[] record, int state) {
            record[1] = state;
            while (!records.isEmpty() && records.getFirst()[1] == DONE) {
                records.removeFirst();
            }
        }
    }
}
