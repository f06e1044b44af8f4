package io.manyhands.testkit.kill;

import io.manyhands.WorkerLostException;
import io.manyhands.WorkersStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How each of so many numbered tasks ended, as their submitter saw it, to be compared with what
/// the tasks wrote down themselves.
///
/// Thread-safe: what is said of one number is said by one thread at a time.
final class Outcomes {
    /// How a task ended.
    enum End {
        NONE,
        VALUE,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        LOST,
        /// Nobody was told: it was submitted by another task, or its map was closed.
        UNSEEN
    }

    private static final int MOST_WRONGS = 20;
    static final int NOT_KNOWN = -1;

    private final End[] ends;
    private final byte[] attempts;
    // Whose scope has forked it; -1 if none has.
    private final int[] openers;
    private final int mostAttempts;
    private final long endNanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong progress = new AtomicLong();
    private final Map<String, Integer> lostWorkers = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();

    /// @param tasks how many there will be
    /// @param mostAttempts how often each may be begun
    /// @param most after which time no others are begun
    Outcomes(int tasks, int mostAttempts, Duration most) {
        this.endNanos = System.nanoTime() + most.toNanos();
        this.ends = new End[tasks];
        Arrays.fill(ends, End.NONE);
        this.attempts = new byte[tasks];
        this.openers = new int[tasks];
        Arrays.fill(openers, -1);
        this.mostAttempts = mostAttempts;
    }

    /// One is a fork of the scope that another opens.
    void forked(int opener, int number) {
        openers[number] = opener;
    }

    /// How many there are so far.
    int tasks() {
        return next.get();
    }

    /// Takes the next numbers.
    ///
    /// @return the first of them, or -1 if so many are not left, or the time is over
    int claim(int many) {
        if (System.nanoTime() - endNanos >= 0) {
            return -1;
        }
        int first = next.getAndUpdate(old -> old + many <= ends.length ? old + many : old);
        return first + many <= ends.length ? first : -1;
    }

    /// Changes with each outcome.
    long progress() {
        return progress.get();
    }

    int mostAttempts() {
        return mostAttempts;
    }

    void ended(int number, End end, int timesBegun) {
        if (hasEnded(number)) {
            wrong("A task has one outcome: number=" + number + ", second=" + end);
        }
        ends[number] = end;
        attempts[number] = (byte) timesBegun;
        progress.incrementAndGet();
    }

    /// The same where nobody tells how often it was begun.
    void ended(int number, End end) {
        ended(number, end, NOT_KNOWN);
    }

    boolean hasEnded(int number) {
        return ends[number] != End.NONE;
    }

    /// A death costs one task: those that are told of it have workers of their own. And it is the
    /// last of as many failures as there may be, each of which has the one before.
    void lost(int number, WorkerLostException loss) {
        int failures = 0;
        for (Throwable each = loss; each != null; each = earlier(each)) {
            failures++;
            if (each instanceof WorkerLostException one) {
                Integer other = lostWorkers.putIfAbsent(one.worker(), number);
                if (other != null) {
                    wrong(
                            ("A worker's death costs one task: worker=" + one.worker())
                                    + (", tasks=" + other + " and " + number));
                }
            }
        }
        if (failures != mostAttempts) {
            wrong(
                    ("A lost task has had all its attempts: number=" + number)
                            + (", failures=" + failures + ", loss=" + loss));
        }
    }

    private static @Nullable Throwable earlier(Throwable failure) {
        Throwable[] suppressed = failure.getSuppressed();
        return suppressed.length == 0 ? null : suppressed[0];
    }

    void wrong(String sentence) {
        if (wrongs.size() < MOST_WRONGS) {
            boolean _ = wrongs.add(sentence);
        }
    }

    Map<End, Integer> counts() {
        Map<End, Integer> counts = new EnumMap<>(End.class);
        for (int i = 0; i < tasks(); i++) {
            int _ = counts.merge(ends[i], 1, Integer::sum);
        }
        return counts;
    }

    private int count(End end) {
        return counts().getOrDefault(end, 0);
    }

    /// What is wrong, at the end.
    List<String> check(Rows rows, WorkersStatistics numbers) throws IOException {
        checkNumbers(numbers);
        return check(rows);
    }

    /// The same, but for the statistics.
    List<String> check(Rows rows) throws IOException {
        byte[] begun = new byte[ends.length];
        byte[] ended = new byte[ends.length];
        boolean[] isOver = new boolean[ends.length];
        rows.all((number, kind, _) -> {
            int opener = openers[number];
            if (opener >= 0 && isOver[opener]) {
                wrong("Nothing outlives its scope: number=" + number + ", row=" + kind);
            }
            isOver[number] = kind != Book.BEGUN;
            if (kind != Book.OVER) {
                (kind == Book.BEGUN ? begun : ended)[number]++;
            }
        });
        for (int i = 0; i < tasks(); i++) {
            String broken = rule(i, begun[i], ended[i]);
            if (broken != null) {
                wrong(
                        (broken + ": number=" + i + ", end=" + ends[i])
                                + (", begun=" + begun[i] + ", ended=" + ended[i])
                                + (", attempts=" + attempts[i] + ", most=" + mostAttempts));
            }
        }
        return new ArrayList<>(wrongs);
    }

    private @Nullable String rule(int number, int begun, int ended) {
        End end = ends[number];
        int told = attempts[number];
        if (end == End.NONE) {
            return "Each task has an outcome";
        }
        if (begun > mostAttempts || told > mostAttempts) {
            return "A task is begun at most as often as it may";
        }
        if (ended > begun) {
            return "What ends has begun";
        }
        if (told != NOT_KNOWN && begun > told) {
            return "A task that begins is an attempt";
        }
        if ((end == End.VALUE || end == End.FAILED) && ended == 0) {
            return "A task that returns has run to its end";
        }
        if ((end == End.LOST || end == End.VALUE) && told == 0) {
            return "A task that ends so has begun";
        }
        return null;
    }

    private void checkNumbers(WorkersStatistics numbers) {
        if (numbers.queued() != 0
                || numbers.running() != 0
                || numbers.submitted() != numbers.ended()) {
            wrong("All that was submitted has ended: " + numbers);
        }
        long[][] pairs = {
            {numbers.succeeded(), count(End.VALUE)},
            {numbers.failed(), count(End.FAILED)},
            {numbers.cancelled(), count(End.CANCELLED)},
            {numbers.timedOut(), count(End.TIMED_OUT)},
            {numbers.lost(), count(End.LOST)},
        };
        // Each attempt of a task submits its own anew.
        int unseen = count(End.UNSEEN) * mostAttempts;
        for (long[] pair : pairs) {
            if (pair[0] < pair[1] || pair[0] > pair[1] + unseen) {
                wrong("The statistics agree: " + numbers + ", seen=" + counts());
            }
        }
    }
}
