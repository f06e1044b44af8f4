package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Fn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several threads send to one worker; some poll for their answers, some wait for the reader: none
/// waits for ever.
class PollersTest {
    private static final int CALLS = 10_000;
    private static final int THREADS = 3;

    @TempDir Path directory;

    @Test
    void everyAnswerFindsItsCaller() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 12);
                ExecutorService callers = Executors.newFixedThreadPool(THREADS)) {
            line.function(1, (Fn<Integer, Integer>) item -> item + 1);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Callable<Integer> caller = () -> call(line, number);
                answers.add(callers.submit(caller));
            }
            for (Future<Integer> each : answers) {
                assertThat(each.get()).isEqualTo(CALLS);
            }
        }
    }

    private static int call(TestLine line, int number) throws Exception {
        Random random = new Random(number);
        int right = 0;
        for (int i = 0; i < CALLS; i++) {
            TestCall call = line.submit(line.item(1, i));
            switch (random.nextInt(3)) {
                case 0 -> {
                    boolean _ = line.channel.pollUntil(call::isDone, random.nextInt(50_000));
                }
                case 1 -> {
                    boolean _ = line.channel.poll();
                }
                default -> {
                    // Leaves it to the reader.
                }
            }
            right += Integer.valueOf(i + 1).equals(call.value()) ? 1 : 0;
        }
        return right;
    }
}
