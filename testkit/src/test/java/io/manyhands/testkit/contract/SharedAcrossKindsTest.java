package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.HostShared;
import io.manyhands.Select;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// What the tasks of one kind of workers share, captured by tasks of another.
class SharedAcrossKindsTest {
    @Test
    void whatThreadsShareIsRefusedByAProcess() throws Exception {
        try (Workers threads = Workers.threads(1);
                Workers processes = Workers.processes(1)) {
            SharedCounter counter = threads.counter("hits");
            SharedQueue<String> queue = threads.queue("words", 1);
            assertRefused(processes.submit(counter::incrementAndGet));
            assertRefused(processes.submit(() -> queue.offer("a")));
            assertThat(counter.get()).isZero();
            assertThat(queue).isEmpty();
        }
    }

    private static void assertRefused(TaskFuture<?> task) throws InterruptedException {
        try {
            task.get();
            throw new AssertionError("What threads share does not travel");
        } catch (ExecutionException failure) {
            assertThat(failure.getCause())
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("What the tasks of threads share stays in their program");
        }
    }

    @Test
    void threadsUseWhatProcessesShare() throws Exception {
        try (Workers threads = Workers.threads(1);
                Workers processes = Workers.processes(1)) {
            SharedCounter counter = processes.counter("hits");
            assertThat(threads.submit(counter::incrementAndGet).get()).isEqualTo(1);
            assertThat(processes.submit(counter::incrementAndGet).get()).isEqualTo(2);
        }
    }

    @Test
    void threadsOfTwoPoolsShareWhatOneHasMade() throws Exception {
        try (Workers one = Workers.threads(1);
                Workers other = Workers.virtual()) {
            SharedCounter counter = one.counter();
            assertThat(one.submit(counter::incrementAndGet).get()).isEqualTo(1);
            assertThat(other.submit(counter::incrementAndGet).get()).isEqualTo(2);
        }
    }

    @Test
    void roomThatWorkersWereInGoesWithThem() throws Exception {
        try (Workers processes = Workers.processes(1)) {
            try (HostShared host = HostShared.open("room-with-workers")) {
                SharedCounter counter = host.counter("hits");
                assertThat(processes.submit(counter::incrementAndGet).get()).isEqualTo(1);
            }
            // The worker is in it still, so it is the same room.
            try (HostShared host = HostShared.open("room-with-workers")) {
                assertThat(host.counter("hits").get()).isEqualTo(1);
            }
        }
        // That nothing is left, the build sees.
        try (HostShared host = HostShared.open("room-with-workers")) {
            assertThat(host.counter("hits").get()).isZero();
        }
    }

    @Test
    void oneWaitIsForThingsOfAllKinds() throws Exception {
        try (Workers threads = Workers.threads(1);
                Workers processes = Workers.processes(1);
                HostShared host = HostShared.open("select-of-all-kinds")) {
            SharedQueue<String> here = threads.queue(1);
            SharedQueue<String> there = processes.queue(1);
            SharedQueue<String> anywhere = host.queue("words", 1);
            Select<String> select =
                    new Select<String>()
                            .take(here, word -> word + " here")
                            .take(there, word -> word + " there")
                            .take(anywhere, word -> word + " anywhere");
            Actor<String> waiting = Actor.start(select::await).awaitWaiting();
            threads.submit(() -> here.put("a")).get();
            assertThat(waiting.result()).isEqualTo("a here");
            waiting = Actor.start(select::await).awaitWaiting();
            processes.submit(() -> there.put("b")).get();
            assertThat(waiting.result()).isEqualTo("b there");
            waiting = Actor.start(select::await).awaitWaiting();
            processes.submit(() -> anywhere.put("c")).get();
            assertThat(waiting.result()).isEqualTo("c anywhere");
        }
    }
}
