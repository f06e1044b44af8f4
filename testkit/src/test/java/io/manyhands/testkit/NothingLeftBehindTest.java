package io.manyhands.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class NothingLeftBehindTest {
    private static volatile CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endTheThreads() {
        end.countDown();
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
