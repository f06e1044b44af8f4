package io.manyhands.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class NothingLeftBehindTest {
    private static volatile CountDownLatch end = new CountDownLatch(1);

    private static volatile @Nullable Process sleeper;
    private static volatile @Nullable Path file;

    @AfterEach
    void endAll() throws IOException {
        end.countDown();
        Process process = sleeper;
        if (process != null) {
            Process _ = process.destroyForcibly();
        }
        Path left = file;
        if (left != null) {
            boolean _ = Files.deleteIfExists(left);
        }
    }

    @Test
    void classThatLeavesPlatformThreadFails() {
        assertThat(failuresOf(LeavesPlatformThread.class))
                .singleElement()
                .asString()
                .contains("leaves no threads behind", "threads=1", "\"manyhands-left", "\n    at ");
    }

    @Test
    void classThatLeavesVirtualThreadFails() {
        assertThat(failuresOf(LeavesVirtualThread.class))
                .singleElement()
                .asString()
                .contains("threads=1", "\"manyhands-left\" virtual", "\n    at ");
    }

    @Test
    void classThatLeavesProcessFails() {
        assertThat(failuresOf(LeavesProcess.class))
                .singleElement()
                .asString()
                .contains("leaves no processes behind", "processes=1", "sleep");
    }

    @Test
    void classThatLeavesFileFails() {
        assertThat(failuresOf(LeavesFile.class))
                .singleElement()
                .asString()
                .contains("leaves no files behind", "files=1", "-left-");
    }

    @Test
    void classThatEndsItsThreadsPasses() {
        assertThat(failuresOf(EndsItsThreads.class)).isEmpty();
    }

    private static List<Throwable> failuresOf(Class<?> testClass) {
        end = new CountDownLatch(1);
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(NothingLeftBehind.PATIENCE_MILLIS, "200")
                .execute()
                .allEvents()
                .executions()
                .failed()
                .map(execution -> execution.getTerminationInfo().getExecutionResult())
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    private static void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    static class LeavesPlatformThread {
        @Test
        void starts() {
            Thread.ofPlatform().daemon().name("manyhands-left").start(() -> awaitEnd());
        }
    }

    static class LeavesVirtualThread {
        @Test
        void starts() {
            Thread.ofVirtual().name("manyhands-left").start(() -> awaitEnd());
        }
    }

    static class LeavesProcess {
        @Test
        void starts() throws IOException {
            sleeper = new ProcessBuilder("sleep", "60").start();
        }
    }

    static class LeavesFile {
        @Test
        void writes() throws IOException {
            String prefix = "manyhands-" + ProcessHandle.current().pid() + "-left-";
            file = Files.createTempFile(prefix, "");
        }
    }

    static class EndsItsThreads {
        @AfterAll
        static void endTheThreads() {
            end.countDown();
        }

        @Nested
        class Inside {
            @Test
            void starts() {
                Thread.ofVirtual().name("manyhands-ends").start(() -> awaitEnd());
            }
        }
    }
}
