package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedObjects;
import io.manyhands.waits.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Makes what the tasks of one JVM share, from what the JDK has. Thread-safe.
/* Whoever asks for a name first makes the object; all others get that, if they mean the same by it.
 * An object that has travelled is kept, since a task under way may be the only one that knows it.
 */
public final class LocalObjects implements SharedObjects {
    private record Made(Blueprint<?> blueprint, Object object) {}

    private final Packing packing;
    private final Clock clock;
    private final Map<String, Made> named = new ConcurrentHashMap<>();
    private final Map<Object, Long> numbers = new ConcurrentHashMap<>();
    private final Map<Long, Object> travellers = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private long number;

    /// Makes none yet.
    ///
    /// @param packing how items of queues and topics travel
    /// @param clock by which timeouts are measured
    public LocalObjects(Packing packing, Clock clock) {
        this.packing = packing;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("unchecked") // a blueprint says what is made from it
    public <T> T shared(Blueprint<T> blueprint) {
        String name = blueprint.name();
        if (name == null) {
            return (T) make(blueprint);
        }
        Made made = named.computeIfAbsent(name, _ -> new Made(blueprint, make(blueprint)));
        if (!made.blueprint.equals(blueprint)) {
            throw blueprint.refusal(made.blueprint.description());
        }
        return (T) made.object;
    }

    private Object make(Blueprint<?> blueprint) {
        return switch (blueprint) {
            case Blueprint.Lock lock -> new LocalLock(this, lock);
            case Blueprint.ReadWriteLock lock -> new LocalReadWriteLock(this, lock);
            case Blueprint.Semaphore semaphore -> new LocalSemaphore(this, semaphore);
            case Blueprint.Event _ -> new LocalEvent(this);
            case Blueprint.Barrier barrier -> new LocalBarrier(this, barrier.parties());
            case Blueprint.Latch latch -> new LocalLatch(this, latch.count());
            case Blueprint.Counter _ -> new LocalCounter(this);
            case Blueprint.Queue<?> queue -> new LocalQueue<>(this, queue);
            case Blueprint.Pipe<?> pipe -> LocalPipeEnd.pipe(this, pipe);
            case Blueprint.Topic<?> topic -> new LocalTopic<>(this, topic);
            case Blueprint.Array array -> new LocalArray(this, array.sizeBytes());
        };
    }

    Packing packing() {
        return packing;
    }

    Clock clock() {
        return clock;
    }

    /// By which handles know these.
    synchronized long number() {
        if (number == 0) {
            number = LocalHandle.register(this);
        }
        return number;
    }

    /// By which handles know one of these, which is about to travel.
    long numberOf(Object traveller) {
        return numbers.computeIfAbsent(
                traveller,
                object -> {
                    long next = lastNumber.incrementAndGet();
                    travellers.put(next, object);
                    return next;
                });
    }

    @Nullable Object find(long numberOfTraveller) {
        return travellers.get(numberOfTraveller);
    }
}
