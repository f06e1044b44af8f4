package io.manyhands.testkit.kill;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedQueue.Order;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A queue: half of the users put, the others take, for good or on trust. Confined.
final class QueueUse extends Use {
    /// Rows: the value is the item's number.
    static final int PUTTING = OWN;

    static final int PUT = OWN + 1;
    static final int TAKING = OWN + 2;
    static final int TAKEN = OWN + 3;
    static final int LEASED = OWN + 4;
    static final int RETURNS = OWN + 5;
    static final int FINISHES = OWN + 6;
    static final int FINISHED = OWN + 7;

    private static final int CAPACITY = 16;
    private static final long BYTES = 1 << 13;
    private static final int PRIORITIES = 7;
    private static final int WAYS = 4;
    private static final int RETURNED = 4;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Order order;
    private final SharedQueue<long[]> queue;
    private int sequence;

    QueueUse(Seat seat, Order order) {
        super(seat);
        this.order = order;
        queue =
                seat.objects()
                        .shared(
                                Blueprint.<long[]>queue("items", CAPACITY)
                                        .withBytes(BYTES)
                                        .withOrder(order));
    }

    static long priority(long id) {
        return Parcel.sequence(id) % PRIORITIES;
    }

    @Override
    void round() throws InterruptedException {
        if (seat().isEven()) {
            long id = Parcel.id(pen().life(), sequence++);
            pen().note(PUTTING, id);
            put(id);
            pen().note(PUT, id);
        } else {
            take();
        }
    }

    private void put(long id) throws InterruptedException {
        long[] item = Parcel.wrap(id, random());
        boolean isSoon = random().nextBoolean();
        if (order == Order.PRIORITY) {
            if (!isSoon || !queue.offer(item, priority(id), moment())) {
                queue.put(item, priority(id));
            }
        } else if (!isSoon || !queue.offer(item, moment().toNanos(), TimeUnit.NANOSECONDS)) {
            queue.put(item);
        }
    }

    private void take() throws InterruptedException {
        switch (random().nextInt(WAYS)) {
            case 0 -> {
                pen().note(TAKING);
                taken(queue.take());
            }
            case 1 -> {
                pen().note(TAKING);
                long[] item = queue.poll();
                taken(item == null ? queue.take() : item);
            }
            case 2 -> hold(queue.lease());
            default -> {
                Lease<long[]> lease = queue.lease(moment());
                hold(lease == null ? queue.lease() : lease);
            }
        }
    }

    private void taken(long[] item) {
        pen().note(TAKEN, Parcel.open(item));
        queue.done();
    }

    private void hold(Lease<long[]> lease) {
        long id = Parcel.open(lease.item());
        pen().note(LEASED, id);
        if (oneIn(RETURNED)) {
            pen().note(RETURNS, id);
            lease.close();
        } else {
            pen().note(FINISHES, id);
            lease.done();
            pen().note(FINISHED, id);
        }
    }

    /// All that there is can be taken, as all leases of the dead have come back.
    @Override
    void ensureWhole() throws InterruptedException {
        // One who finds items does not wait, and who does not wait notices no death.
        boolean _ = seat().objects().event("never").await(LOOK);
        queue.close();
        long last = Long.MIN_VALUE;
        try {
            while (true) {
                long[] item = queue.poll(LONG.toNanos(), TimeUnit.NANOSECONDS);
                if (item == null) {
                    // At once, since it is closed and drained; or after all the time.
                    taken(queue.remove());
                } else {
                    taken(item);
                    long priority = order == Order.PRIORITY ? priority(item[0]) : 0;
                    require(priority >= last, "The smallest comes first: item=" + item[0]);
                    last = priority;
                }
            }
        } catch (QueueClosedException drained) {
            require(queue.isEmpty(), "A queue that is drained is empty");
        }
    }

    @Override
    Replay replay(Lives lives) {
        return new QueueReplay(lives, order, queue.unfinished());
    }
}
