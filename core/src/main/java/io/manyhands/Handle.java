package io.manyhands;

import io.manyhands.spi.Upstream;
import io.manyhands.wire.HandleRequest.Target;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How workers travel: by the number of their program and their own in it. In their program that
/// gives the very workers; in one of its worker processes, workers that ask the program.
///
/// @param program where the workers are
/// @param number their number there
/// @param name their name
/// @param parallelism how many tasks they run at once
/// @param isElsewhere whether they are processes, which other processes can use
/// @param isOpen whether they have not terminated
/// @param writer the program that has encoded this
/// @param settings those of the view that travels, or null for the workers themselves
/// @param deadlineNanos how far off the deadline among them is
record Handle(
        long program,
        long number,
        String name,
        int parallelism,
        boolean isElsewhere,
        boolean isOpen,
        long writer,
        @Nullable Settings settings,
        long deadlineNanos)
        implements Serializable {
    /// The number of this JVM, which no other is likely to have.
    static final long OWN_PROGRAM = new Random().nextLong();

    private static final AtomicLong NUMBERS = new AtomicLong();
    // Those that are open, and those that were borrowed: a pool is taken out when it has
    // terminated.
    private static final Map<Target, WeakReference<Pool>> KNOWN = new ConcurrentHashMap<>();

    static Target next() {
        return new Target(OWN_PROGRAM, NUMBERS.incrementAndGet());
    }

    static void opened(Pool pool) {
        KNOWN.put(pool.target(), new WeakReference<>(pool));
    }

    static void closed(Pool pool) {
        KNOWN.remove(pool.target());
    }

    /// A handle of workers, or of a view of them.
    static Handle of(Pool pool, @Nullable Settings settings) {
        Settings.Deadline limit = settings == null ? null : settings.deadline();
        return new Handle(
                pool.target().program(),
                pool.target().number(),
                pool.name(),
                pool.backend().parallelism(),
                pool.isRemote(),
                !pool.isOver(),
                OWN_PROGRAM,
                settings,
                limit == null ? 0 : limit.atNanos() - pool.time().nanos());
    }

    /// The workers that are open here.
    static @Nullable Pool find(Target target) {
        WeakReference<Pool> known = KNOWN.get(target);
        return known == null ? null : known.get();
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
        Target target = new Target(program, number);
        Pool pool = isOpen ? find(target) : null;
        if (pool == null && isOpen && program != OWN_PROGRAM) {
            pool = borrowed(target);
        }
        if (pool == null) {
            throw new InvalidObjectException(
                    "Workers travel only while they are open: workers="
                            + name
                            + (", number=" + number));
        }
        return settings == null ? pool : new View(pool, settingsHere(pool, settings));
    }

    private Pool borrowed(Target target) throws InvalidObjectException {
        Upstream line = Upstream.current();
        if (line == null || !isElsewhere) {
            throw new InvalidObjectException(
                    "Another process can use workers only if they are processes themselves, and"
                            + " those of the program that started it: workers="
                            + name);
        }
        KNOWN.values().removeIf(known -> known.get() == null);
        Pool made = Borrowed.from(line, target, name, parallelism);
        WeakReference<Pool> known =
                KNOWN.merge(
                        target,
                        new WeakReference<>(made),
                        (one, other) -> one.get() == null ? other : one);
        Pool first = known.get();
        return first == null ? made : first;
    }

    /// A deadline is a moment of the clock of the JVM that has set it.
    private Settings settingsHere(Pool pool, Settings own) {
        Settings.Deadline limit = own.deadline();
        return limit == null || writer == OWN_PROGRAM
                ? own
                : own.withDeadline(
                        new Settings.Deadline(pool.time().nanos() + deadlineNanos, limit.limit()));
    }
}
