package io.manyhands.testkit.kill;

import static io.manyhands.testkit.kill.QueueUse.FINISHED;
import static io.manyhands.testkit.kill.QueueUse.FINISHES;
import static io.manyhands.testkit.kill.QueueUse.LEASED;
import static io.manyhands.testkit.kill.QueueUse.PUT;
import static io.manyhands.testkit.kill.QueueUse.PUTTING;
import static io.manyhands.testkit.kill.QueueUse.RETURNS;
import static io.manyhands.testkit.kill.QueueUse.TAKEN;
import static io.manyhands.testkit.kill.QueueUse.TAKING;

import io.manyhands.shared.SharedQueue.Order;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Each item that was put is taken once, or was in the hands of one that was killed; on trust, it
/// is one's at a time. Confined.
final class QueueReplay extends Replay {
    private final Order order;
    private final long unfinished;
    private final Map<Integer, Putter> putters = new HashMap<>();
    private final Map<Long, Integer> holders = new HashMap<>();

    /// Those that were on trust once: they may come late.
    private final Set<Long> leased = new HashSet<>();

    /// Those of which nobody knows whether they were done with.
    private final Set<Long> uncertain = new HashSet<>();

    /// The last item of each putter that a taker has had.
    private final Map<Long, Integer> lastOfPutter = new HashMap<>();

    private int late;

    private static final class Putter {
        private final BitSet gone = new BitSet();
        private int begun = -1;
        private int confirmed = -1;
    }

    QueueReplay(Lives lives, Order order, long unfinished) {
        super(lives);
        this.order = order;
        this.unfinished = unfinished;
    }

    @Override
    void row(int life, int kind, long id) {
        switch (kind) {
            case PUTTING -> putter(id).begun = Parcel.sequence(id);
            case PUT -> putter(id).confirmed = Parcel.sequence(id);
            case TAKEN -> {
                come(life, id);
                go(life, id);
            }
            case LEASED -> {
                come(life, id);
                leased.add(id);
                holders.put(id, life);
            }
            case RETURNS -> holders.remove(id, life);
            case FINISHED -> {
                holders.remove(id, life);
                go(life, id);
            }
            case FINISHES -> {
                if (!isAlive(life)) {
                    // If it was not done, it comes again, which is right.
                    holders.remove(id, life);
                    uncertain.add(id);
                }
            }
            default -> {}
        }
    }

    private Putter putter(long id) {
        return putters.computeIfAbsent(Parcel.life(id), _ -> new Putter());
    }

    private void come(int life, long id) {
        Integer holder = holders.get(id);
        if (holder != null && isAlive(holder)) {
            wrong("An item is one's at a time", state(life, id) + ", holder=" + holder);
        }
        Putter putter = putter(id);
        if (Parcel.sequence(id) > putter.begun) {
            wrong("What is taken was put", state(life, id));
        }
        if (putter.gone.get(Parcel.sequence(id))) {
            wrong("An item is taken once", state(life, id));
        }
        if (order == Order.FIFO) {
            follow(life, id);
        }
    }

    private void go(int life, long id) {
        BitSet gone = putter(id).gone;
        if (gone.get(Parcel.sequence(id))) {
            wrong("An item is done with once", state(life, id));
        }
        gone.set(Parcel.sequence(id));
    }

    /// What one taker has of one putter comes in order, but what was on trust before.
    private void follow(int life, long id) {
        if (leased.contains(id)) {
            return;
        }
        Integer last = lastOfPutter.get(Parcel.id(life, Parcel.life(id)));
        if (last != null && Parcel.sequence(id) < last) {
            // On trust to one that was killed before it could say so, perhaps.
            late++;
        } else {
            lastOfPutter.put(Parcel.id(life, Parcel.life(id)), Parcel.sequence(id));
        }
    }

    @Override
    void end() {
        int killed = lives().count();
        if (late > killed) {
            wrong("Items come in their order", "late=" + late + ", killed=" + killed);
        }
        if (unfinished > killed) {
            wrong("What is done is finished", "unfinished=" + unfinished + ", killed=" + killed);
        }
        int missing = 0;
        StringBuilder which = new StringBuilder();
        for (Map.Entry<Integer, Putter> entry : putters.entrySet()) {
            Putter putter = entry.getValue();
            for (int i = 0; i <= putter.confirmed; i++) {
                if (!putter.gone.get(i) && !uncertain.contains(Parcel.id(entry.getKey(), i))) {
                    missing++;
                    which.append(' ').append(entry.getKey()).append('-').append(i);
                }
            }
        }
        if (missing > lives().endedWith(TAKING)) {
            wrong(
                    "An item that was put is taken, or was in the hands of one that was killed",
                    "missing=" + missing + ", hands=" + lives().endedWith(TAKING) + which);
        }
    }

    private static String state(int life, long id) {
        return "life=" + life + (", putter=" + Parcel.life(id) + ", item=" + Parcel.sequence(id));
    }
}
