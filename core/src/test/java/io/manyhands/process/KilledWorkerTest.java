package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Fn;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers that are killed at random moments: of each call it is known whether it was answered,
/// begun, or neither. What really ran is in a file that the items write.
class KilledWorkerTest {
    private static final int KILLS = 50;
    private static final int ITEMS = 1_000;
    private static final int SEED = 7_177;
    private static final int LONGEST_NANOS = 40_000_000;

    @TempDir Path directory;

    /// What is known of the calls after a worker's death.
    private record Fates(
            Set<Integer> answered, List<Integer> begun, Set<Integer> notBegun, Set<Integer> ran) {
        /// The rules that are broken, in words.
        List<String> violations() {
            List<String> broken = new ArrayList<>();
            if (answered.size() + begun.size() + notBegun.size() != ITEMS) {
                broken.add("every call has one fate");
            }
            if (begun.size() > 1) {
                broken.add("one call at a time");
            }
            if (!ran.containsAll(answered)) {
                broken.add("what is answered has run");
            }
            for (int item : ran) {
                if (notBegun.contains(item)) {
                    broken.add("what has run was begun: item=" + item);
                }
            }
            return broken;
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void fateOfEachCallIsKnown() throws Exception {
        Random random = new Random(SEED);
        int begun = 0;
        int answered = 0;
        int notBegun = 0;
        for (int i = 0; i < KILLS; i++) {
            Fates fates = killOne(random, i);
            assertThat(fates.violations()).as("kill=%s", i).isEmpty();
            begun += fates.begun.size();
            answered += fates.answered.size();
            notBegun += fates.notBegun.size();
        }
        assertThat(begun).isPositive();
        assertThat(answered).isPositive();
        assertThat(notBegun).isPositive();
    }

    @Test
    void wrongFatesAreNoticed() {
        assertThat(fates(Set.of(0), List.of(1), Set.of(0, 1)).violations()).isEmpty();
        assertThat(fates(Set.of(0), List.of(1, 2), Set.of(0)).violations())
                .containsExactly("one call at a time");
        assertThat(fates(Set.of(0), List.of(1), Set.of()).violations())
                .containsExactly("what is answered has run");
        assertThat(fates(Set.of(0), List.of(1), Set.of(0, 5)).violations())
                .containsExactly("what has run was begun: item=5");
        Fates lost = new Fates(Set.of(), List.of(), Set.of(), Set.of());
        assertThat(lost.violations()).containsExactly("every call has one fate");
    }

    /// Called in the worker.
    static int note(String ledger, int item) throws IOException {
        try (FileOutputStream file = new FileOutputStream(ledger, true)) {
            file.write((item + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return item;
    }

    private static Fates fates(Set<Integer> answered, List<Integer> begun, Set<Integer> ran) {
        Set<Integer> notBegun = new HashSet<>();
        for (int item = 0; item < ITEMS; item++) {
            if (!answered.contains(item) && !begun.contains(item)) {
                notBegun.add(item);
            }
        }
        return new Fates(answered, begun, notBegun, ran);
    }

    private Fates killOne(Random random, int number) throws Exception {
        String ledger = directory.resolve("ledger-" + number).toString();
        try (TestLine line = TestLine.inProcess()) {
            if (number % 3 == 0) {
                line.mapped(directory, 1 << 14);
            } else if (number % 3 == 1) {
                line.offer(directory, 1 << 14);
            }
            line.function(1, (Fn<Integer, Integer>) item -> note(ledger, item));
            List<TestCall> calls = new ArrayList<>();
            for (int item = 0; item < ITEMS; item++) {
                calls.add(line.submit(line.item(1, item)));
            }
            LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
            line.kill();
            return fatesOf(line, calls, Path.of(ledger));
        }
    }

    private static Fates fatesOf(TestLine line, List<TestCall> calls, Path ledger)
            throws Exception {
        List<Call> rest = line.channel.drainAfterDeath(Duration.ofSeconds(30));
        Set<Integer> answered = new HashSet<>();
        List<Integer> begun = new ArrayList<>();
        Set<Integer> notBegun = new HashSet<>();
        for (int item = 0; item < ITEMS; item++) {
            TestCall call = calls.get(item);
            if (call.isDone()) {
                assertThat(call.value()).isEqualTo(item);
                answered.add(item);
            } else if (rest.contains(call) && line.channel.begun(call) > 0) {
                begun.add(item);
            } else if (rest.contains(call) || line.neverSent().contains(call)) {
                notBegun.add(item);
            }
        }
        Set<Integer> ran = new HashSet<>();
        if (Files.exists(ledger)) {
            for (String text : Files.readAllLines(ledger)) {
                ran.add(Integer.parseInt(text));
            }
        }
        return new Fates(answered, begun, notBegun, ran);
    }
}
