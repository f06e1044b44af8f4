package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Fn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many calls, of which some are taken back at random moments: each is answered or taken back.
class RandomRevokesTest {
    private static final int CALLS = 100_000;
    private static final int SEED = 20_251;

    /// The items that were run, by the worker in this JVM.
    private static final Set<Integer> RUN = ConcurrentHashMap.newKeySet();

    @TempDir Path directory;

    /// Takes a call back.
    private interface Revoke {
        boolean revoke(TestLine line, TestCall call);
    }

    @Test
    void eachCallIsAnsweredOrTakenBack() throws Exception {
        assertThat(violations(CALLS, TestLine::revoke)).isEmpty();
        assertThat(RUN).hasSizeLessThan(CALLS);
    }

    @Test
    void revokeThatLiesIsNoticed() throws Exception {
        assertThat(violations(1_000, (_, _) -> true))
                .anyMatch(text -> text.startsWith("What was taken back must not run"));
    }

    private List<String> violations(int count, Revoke revoke) throws Exception {
        RUN.clear();
        Random random = new Random(SEED);
        List<TestCall> calls = new ArrayList<>();
        Set<TestCall> revoked = new HashSet<>();
        List<String> violations = new ArrayList<>();
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 14)) {
            line.function(1, (Fn<Integer, Integer>) RandomRevokesTest::run);
            for (int i = 0; i < count; i++) {
                calls.add(line.submit(line.item(1, i)));
                TestCall any = calls.get(Math.max(0, i - random.nextInt(500)));
                if (random.nextInt(3) == 0 && !any.isDone() && revoke.revoke(line, any)) {
                    revoked.add(any);
                }
                if (random.nextInt(1_000) == 0) {
                    boolean _ = line.channel.poll();
                }
            }
            assertThat(line.submit(line.item(1, count)).value()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                check(calls.get(i), i, revoked.contains(calls.get(i)), violations);
            }
        }
        return violations;
    }

    private static void check(TestCall call, int item, boolean isRevoked, List<String> violations)
            throws Exception {
        if (isRevoked) {
            if (RUN.contains(item) || call.isDone()) {
                violations.add("What was taken back must not run: item=" + item);
            }
        } else if (!RUN.contains(item) || !Integer.valueOf(item).equals(call.value())) {
            violations.add("What was not taken back must run: item=" + item);
        }
    }

    private static int run(int item) {
        if (!RUN.add(item)) {
            throw new IllegalStateException("An item must run once only: item=" + item);
        }
        return item;
    }
}
