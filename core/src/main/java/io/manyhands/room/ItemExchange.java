package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore;
import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Need;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The items of a queue of processes: encoded by whoever puts them, decoded by whoever takes them,
/// in their own threads; and the waiting. Thread-safe.
final class ItemExchange {
    private final RoomObject object;
    private final ItemStore store;
    private final ItemCodec codec;
    private final @Nullable Partner partner;
    private final Scratch.Pool scratches = new Scratch.Pool();
    private final ItemGate room;
    private final ItemGate items;
    private final ItemGate rest;
    private final RoomSide takers;
    private final RoomSide putters;

    /// An item with its place, for who may give it back or remove it.
    record Placed(Object item, long place) {}

    /// Those who are waited for, if it can be that they never come.
    @FunctionalInterface
    interface Partner {
        /// Why they will never come; null as long as they may.
        @Nullable RuntimeException failure();
    }

    ItemExchange(RoomObject object, ItemStore store, ItemCodec codec, @Nullable Partner partner) {
        this.object = object;
        this.store = store;
        this.codec = codec;
        this.partner = partner;
        room = new ItemGate(object.waiting(store.room(), object.title()));
        items = new ItemGate(object.waiting(store.items(), object.title()));
        rest = new ItemGate(object.waiting(store.rest(), object.title()));
        takers = object.side(0, "room in ", () -> store.isClosed() || store.remainingItems() > 0);
        putters = object.side(1, "items of ", this::mayGive);
    }

    /// Whether an item is there, or may come from somebody who has not put it.
    private boolean mayGive() {
        // First what is on lease: it is there when it comes back.
        return store.leased() > 0 || store.isClosed() || store.size() > 0;
    }

    // To put.

    /// Puts an item.
    ///
    /// @param nanos how long to wait for room; [Long#MAX_VALUE] for ever
    /// @return whether it was put
    boolean put(Object item, long priority, long nanos) throws InterruptedException {
        Scratch scratch = encoded(item);
        try {
            byte[] bytes = scratch.output().bytes();
            int length = scratch.output().length();
            return isPut(
                    attempt(room, () -> store.put(bytes, length, priority), nanos, takers::need));
        } finally {
            scratches.giveBack(scratch);
        }
    }

    boolean offer(Object item) {
        Scratch scratch = encoded(item);
        try {
            byte[] bytes = scratch.output().bytes();
            int length = scratch.output().length();
            return isPut(ItemGate.surely(() -> store.put(bytes, length, 0)));
        } finally {
            scratches.giveBack(scratch);
        }
    }

    private Scratch encoded(Object item) {
        Objects.requireNonNull(item, "An item must not be null: item=null");
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        boolean isGood = false;
        try {
            putters.note();
            codec.encode(item, scratch.output());
            ensureFits(scratch.output().length());
            isGood = true;
            return scratch;
        } finally {
            if (!isGood) {
                scratches.giveBack(scratch);
            }
        }
    }

    private void ensureFits(int length) {
        if (!store.canHold(length)) {
            throw new IllegalArgumentException(
                    "An item must fit into its queue, encoded: queue="
                            + (object.title() + ", bytes=" + length));
        }
    }

    private boolean isPut(Outcome outcome) {
        if (outcome == Outcome.CLOSED) {
            throw new QueueClosedException(
                    "A queue that is closed takes no more: queue=" + object.title());
        }
        return outcome == Outcome.DONE;
    }

    // To take.

    /// Takes the next item.
    ///
    /// @param nanos how long to wait for an item; [Long#MAX_VALUE] for ever
    /// @return the item; null if there was none in time, or none will be
    @Nullable Object take(long nanos) throws InterruptedException {
        Scratch scratch = ready();
        try {
            return take(scratch.item(), Taking.FOR_GOOD, nanos) ? decoded(scratch.item()) : null;
        } finally {
            scratches.giveBack(scratch);
        }
    }

    /// Takes the next item, if there is one.
    ///
    /// @param how on which terms
    /// @return the item; null if there is none
    @Nullable Object poll(Taking how) {
        Scratch scratch = ready();
        try {
            ItemBytes bytes = scratch.item();
            if (once(() -> store.take(bytes, how)) != Outcome.DONE) {
                return null;
            }
            return how == Taking.FOR_GOOD ? decoded(bytes) : codec.decode(bytes);
        } finally {
            scratches.giveBack(scratch);
        }
    }

    /// Drops what is there.
    void clear() {
        Scratch scratch = ready();
        try {
            ItemBytes bytes = scratch.item();
            Outcome outcome = Outcome.DONE;
            while (outcome == Outcome.DONE) {
                outcome = ItemGate.surely(() -> store.take(bytes, Taking.AND_DONE));
            }
        } finally {
            scratches.giveBack(scratch);
        }
    }

    @Nullable Placed lease(long nanos) throws InterruptedException {
        Scratch scratch = ready();
        try {
            ItemBytes bytes = scratch.item();
            if (!take(bytes, Taking.ON_LEASE, nanos)) {
                return null;
            }
            return leased(bytes);
        } finally {
            scratches.giveBack(scratch);
        }
    }

    private Placed leased(ItemBytes bytes) {
        boolean isGood = false;
        try {
            Placed placed = new Placed(codec.decode(bytes), bytes.place());
            isGood = true;
            return placed;
        } finally {
            if (!isGood) {
                // It did not arrive whole, and never would.
                boolean _ = endLease(bytes.place(), true);
            }
        }
    }

    /// Ends a lease.
    ///
    /// @return false if there is no such lease
    boolean endLease(long place, boolean isDone) {
        object.ensureOpen();
        return ItemGate.surely(() -> isDone ? store.finish(place) : store.giveBack(place))
                == Outcome.DONE;
    }

    private Scratch ready() {
        object.ensureOpen();
        takers.note();
        return scratches.borrow();
    }

    private boolean take(ItemBytes bytes, Taking how, long nanos) throws InterruptedException {
        Supplier<Outcome> attempt = () -> store.take(bytes, how);
        Outcome outcome = attempt(items, attempt, nanos, putters::need);
        boolean hasWaited = nanos > 0;
        return (hasWaited ? outcome : forSure(outcome, attempt)) == Outcome.DONE;
    }

    /// Attempts without a wait.
    private Outcome once(Supplier<Outcome> attempt) {
        return forSure(ItemGate.surely(attempt), attempt);
    }

    /// Attempts again if there was nothing, and somebody has died whom nobody has missed: what was
    /// on trust to him is there then. Who waits finds out by that.
    private Outcome forSure(Outcome outcome, Supplier<Outcome> attempt) {
        boolean isAgain =
                outcome == Outcome.EMPTY && store.leased() > 0 && object.findsSomebodyGone();
        return isAgain ? ItemGate.surely(attempt) : outcome;
    }

    /// What comes out, as one of several things to wait for.
    Choice choice() {
        return new ItemChoice(items.waiting(), this::takeNow, putters::need);
    }

    private Object takeNow() {
        Scratch scratch = ready();
        try {
            ItemBytes bytes = scratch.item();
            Outcome outcome = minded(() -> store.take(bytes, Taking.FOR_GOOD)).get();
            return outcome == Outcome.DONE ? decoded(bytes) : ItemChoice.lack(outcome);
        } finally {
            scratches.giveBack(scratch);
        }
    }

    private Object decoded(ItemBytes bytes) {
        boolean isGood = false;
        try {
            Object item = codec.decode(bytes);
            isGood = true;
            return item;
        } finally {
            if (!isGood) {
                // Nobody has it who could say so.
                Outcome _ = ItemGate.surely(store::done);
            }
        }
    }

    /// Attempts, at a gate, until it comes to something or cannot any more.
    private Outcome attempt(
            ItemGate gate, Supplier<Outcome> attempt, long nanos, Supplier<Need> need)
            throws InterruptedException {
        return gate.attempt(minded(attempt), nanos, need);
    }

    /// The attempt, which fails if those who are waited for will never come.
    private Supplier<Outcome> minded(Supplier<Outcome> attempt) {
        Partner other = partner;
        return other == null ? attempt : () -> unlessAlone(other, attempt);
    }

    private static boolean isIdle(Outcome outcome) {
        return outcome == Outcome.EMPTY || outcome == Outcome.FULL;
    }

    private static Outcome unlessAlone(Partner other, Supplier<Outcome> attempt) {
        Outcome first = attempt.get();
        RuntimeException failure = isIdle(first) ? other.failure() : null;
        if (failure == null) {
            return first;
        }
        // What they did before they were gone may have come since.
        Outcome last = attempt.get();
        if (isIdle(last)) {
            throw failure;
        }
        return last;
    }

    // To look.

    @Nullable Object peek() {
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        try {
            ItemBytes bytes = scratch.item();
            Outcome outcome = once(() -> store.peek(bytes));
            return outcome == Outcome.DONE ? codec.decode(bytes) : null;
        } finally {
            scratches.giveBack(scratch);
        }
    }

    /// The item behind one; it stays.
    ///
    /// @param bytes where the last one is, empty at first
    /// @return null at the end
    @Nullable Placed next(ItemBytes bytes) {
        object.ensureOpen();
        Outcome outcome = ItemGate.surely(() -> store.next(bytes));
        return outcome == Outcome.DONE ? new Placed(codec.decode(bytes), bytes.place()) : null;
    }

    boolean remove(long place) {
        object.ensureOpen();
        return ItemGate.surely(() -> store.remove(place)) == Outcome.DONE;
    }

    int size() {
        object.ensureOpen();
        return (int) store.size();
    }

    int remaining() {
        object.ensureOpen();
        return (int) store.remainingItems();
    }

    // To close, and to be done.

    void close() {
        object.ensureOpen();
        Outcome _ = ItemGate.surely(store::close);
    }

    /// Whether nothing can be taken any more.
    boolean isOver() {
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        try {
            ItemBytes bytes = scratch.item();
            return ItemGate.surely(() -> store.peek(bytes)) == Outcome.CLOSED;
        } finally {
            scratches.giveBack(scratch);
        }
    }

    boolean isClosed() {
        object.ensureOpen();
        return store.isClosed();
    }

    void done() {
        object.ensureOpen();
        if (ItemGate.surely(store::done) != Outcome.DONE) {
            throw new IllegalStateException(
                    "Only an item that was put can be done, once: queue=" + object.title());
        }
    }

    long unfinished() {
        object.ensureOpen();
        return store.unfinished();
    }

    boolean join(long nanos) throws InterruptedException {
        object.ensureOpen();
        return rest.attempt(store::rests, nanos, null) == Outcome.DONE;
    }

    QueueClosedException drained() {
        return new QueueClosedException(
                "A queue that is closed and drained gives no more: queue=" + object.title());
    }

    RoomSide takers() {
        return takers;
    }

    RoomSide putters() {
        return putters;
    }

    RoomObject object() {
        return object;
    }

    @Override
    public String toString() {
        return object.title();
    }
}
