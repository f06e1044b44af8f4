package io.manyhands;

import io.manyhands.wire.Chunk;
import io.manyhands.wire.Output;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run at a time sends the items to workers elsewhere, and takes the answers.
/* Where items are fed quickly, they are not sent before there are some: the feed *fills*. That is over
 * when the window is full, the input has ended or nothing was fed for a millisecond; then the backend
 * is nudged, by the feeder or by who looks after the fill, and sends what there is. The run itself is
 * in the backend's queue all the time.
 */
final class RemoteCrew extends Crew {
    /// After how many items the backend looks whether it is worth to send them.
    private static final int NUDGE_EVERY = 32;

    /// The same while many more come.
    private static final int FILL_NUDGE = 16 * Batch.MOST_ITEMS;

    /// How many items are taken together to see how quickly they are fed.
    private static final int STRETCH = 256;

    /// How long they may take to be fed quickly.
    private static final long QUICK_NANOS = 256_000;

    /// How many items a window holds that may be filled before any is sent.
    private static final int LARGE = 8 * STRETCH;

    /// A worker need not tell of every item: the taker looks for itself from time to time.
    private static final long POLL_NANOS = 1_000_000;

    /// How many bytes of items a batch has room for at least.
    private static final int LEAST_BYTES = 1024;

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);

    private final Executor later;
    private final boolean isLarge;
    // Written by the feeder.
    private volatile @Nullable StreamRun current;
    private long stretchBegan;
    private volatile long lastFed;
    // The feeder's own: what it adds items to.
    private Batch batch;
    // Set by the feeder, which has it looked after; cleared by who looks after it.
    private volatile boolean filling;

    RemoteCrew(Window window, Pool pool, Settings settings) {
        this(window, pool, settings, LATER);
    }

    /// @param later runs something after a millisecond, or throws
    RemoteCrew(Window window, Pool pool, Settings settings, Executor later) {
        super(window, pool, settings);
        this.later = later;
        this.batch = Batch.open(0, LEAST_BYTES, window.item().isKept());
        this.isLarge = window.mostItems() >= LARGE;
    }

    @Override
    void feeding() {
        // Counted when it is claimed.
    }

    @Override
    boolean countsClaims() {
        return true;
    }

    @Override
    void claimed(int items) {
        try {
            pool.journal().counters().submitted.add(items);
        } catch (OutOfMemoryError _) {
            // They are claimed: better not counted than lost.
        }
    }

    @Override
    Object packed(long number, @Nullable Object next) {
        Item item = window.item();
        Output room = room();
        Item.Refused refused = item.encode(next, room);
        if (refused != null) {
            return refused;
        }
        Object kept = item.isKept() ? next : null;
        if (room.length() > Chunk.MAX_ITEM_BYTES || room.arrays().length > 0) {
            return Batch.lone(number, kept, Item.taken(room));
        }
        if (batch.next() != number || !batch.add(kept, room.bytes(), room.length())) {
            // As long as the last one became, and somewhat longer.
            int bytes = batch.lengthBytes() * 5 / 4 + Chunk.LENGTH_BYTES + room.length();
            batch =
                    Batch.open(
                            number, Math.clamp(bytes, LEAST_BYTES, Chunk.MAX_BYTES), item.isKept());
            boolean _ = batch.add(kept, room.bytes(), room.length());
        }
        return batch;
    }

    /// Claims the next items that can be sent to a worker elsewhere; those that cannot fail.
    ///
    /// @param most how many of them, at least 1
    @Nullable ItemsParcel claimParcel(int most) {
        WindowItems waiting = window.items();
        while (window.hasUnclaimed()) {
            long first = waiting.firstUnclaimed();
            long fed = waiting.fed();
            Object packed = waiting.at(first);
            if (first >= fed || first != waiting.firstUnclaimed()) {
                // Somebody has dropped it, and its place may have been used again.
                continue;
            }
            if (packed instanceof Batch from) {
                int place = (int) (first - from.first());
                int items = (int) Math.min(most, Math.min(fed, from.next()) - first);
                // Made before, so that no item is claimed and then lost for want of memory.
                ItemsParcel parcel = ItemsParcel.of(window.item(), from, place, place + items);
                if (waiting.claim(first, first + items)) {
                    claimed(items);
                    return parcel;
                }
            } else if (packed instanceof Item.Refused refused && waiting.claim(first, first + 1)) {
                claimed(1);
                window.publishFailure(first, refused.cause());
            }
        }
        return null;
    }

    @Override
    void fed(long number) {
        StreamRun run = current;
        if (run != null && run.signal()) {
            // One who fills is not to look for each few.
            if (number % (filling ? FILL_NUDGE : NUDGE_EVERY) == 0) {
                pool.backend().nudge();
            }
            if (number % STRETCH == 0) {
                lookAtPace(number);
            }
            return;
        }
        if (window.mayRun()) {
            StreamRun next = new StreamRun(pool, settings, this);
            current = next;
            start(next);
        }
    }

    private void lookAtPace(long number) {
        long now = System.nanoTime();
        boolean isQuick = now - stretchBegan < QUICK_NANOS && isLarge && !pool.time().isSimulated();
        stretchBegan = now;
        lastFed = number;
        if (isQuick && !filling) {
            filling = true;
            lookAfterFillLater(number);
        }
    }

    /// Ends the fill if it has not gone on.
    private void lookAfterFill(long before) {
        long now = lastFed;
        if (now == before || !isFilling()) {
            filling = false;
            // Not in the thread that minds the delays of the whole program.
            pool.journal().callBack("map", () -> pool.backend().nudge());
        } else {
            lookAfterFillLater(now);
        }
    }

    private void lookAfterFillLater(long fed) {
        try {
            later.execute(() -> lookAfterFill(fed));
        } catch (Throwable shortage) {
            // What nobody looks after must not count as a fill: its last items would stay.
            filling = false;
        }
    }

    /// Whether more items are fed within moments.
    boolean isFilling() {
        return filling && window.isFed() && window.hasRoom() && window.isOpen();
    }

    @Override
    void pausing() {
        pool.backend().nudge();
    }

    @Override
    void awaitMore() {
        pool.backend().helpUntil(window.results()::hasNext, window.isFed() ? 1 : 0);
        if (!window.results().hasNext()) {
            pool.time().park(window, POLL_NANOS);
            if (window.hasUnclaimed()) {
                // In case that nobody could be found to look after the feed.
                pool.backend().nudge();
            }
        }
    }

    @Override
    boolean isAtWork() {
        StreamRun run = current;
        return run != null && !run.hasLeft();
    }

    @Override
    void leave(TaskRun<?> run) {
        ((StreamRun) run).leaveForGood();
        window.wakeTakerIfOver();
    }
}
