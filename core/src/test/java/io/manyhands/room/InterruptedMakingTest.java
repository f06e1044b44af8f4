package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedMakingTest {
    private static final int ROOMS = 300;

    @TempDir Path directory;

    @Test
    void roomIsMadeHoweverOftenItsMakerIsInterrupted() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        Thread maker =
                new Thread(() -> {
                    for (int i = 0; i < ROOMS; i++) {
                        Room.make(directory.resolve("room" + i), false, null).close();
                        made.incrementAndGet();
                    }
                });
        maker.start();
        while (maker.isAlive()) {
            maker.interrupt();
            Thread.onSpinWait();
        }
        maker.join();
        assertThat(made).hasValue(ROOMS);
        assertThat(new File(directory.toString()).list()).hasSize(ROOMS);
    }
}
