package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JoiningTest {
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void threadThatCouldNotBeStartedIsNotWaitedFor() {
        Thread neverStarted = new Thread(() -> {});
        Iterator<List<Thread>> looks = List.of(List.of(neverStarted), List.<Thread>of()).iterator();
        try (Workers workers = Workers.threads(1)) {
            new Joining((Pool) workers, Duration.ofSeconds(1)).joinAll(looks::next);
        }
        assertThat(looks.hasNext()).isFalse();
    }
}
