package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How many workers there are when there is no thread for one. They are looked after by the test.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StaffingTest {
    private static final ProcessShape SHAPE = TestShape.of(0);

    private final TestHost host = new TestHost();
    private Launching launching;
    private Staffing staffing;
    private int attempts;
    private int threads;

    @BeforeEach
    void open() {
        launching = Launching.begin(SHAPE);
        // It has no workers of its own, and is only told of these.
        Processes none = new Processes(host, Terms.of(0), SHAPE, launching);
        Workshop workshop = new Workshop(host, SHAPE, none, launching);
        staffing = new Staffing(none, workshop, Terms.of(2), this::start);
    }

    private void start(ProcessWorker worker) {
        attempts++;
        if (threads == 0) {
            throw new OutOfMemoryError("for the test");
        }
        threads--;
        worker.open();
    }

    @AfterEach
    void close() {
        staffing.shutdown();
        staffing.workers().forEach(staffing::forget);
    }

    @Test
    void withoutAnyWorkerAStartThatLackedAThreadIsTriedAtOnce() {
        threads = 1;
        staffing.staff();
        assertThat(staffing.isStarved()).isTrue();
        assertThat(staffing.staffed()).isEqualTo(1);
        staffing.forget(staffing.workers().getFirst());
        threads = 2;
        staffing.staff();
        assertThat(staffing.isStarved()).isFalse();
        assertThat(staffing.staffed()).isEqualTo(2);
    }

    @Test
    void whileThereIsOneAStartThatLackedAThreadIsTriedAfterAWhile() {
        threads = 1;
        staffing.staff();
        staffing.staff();
        assertThat(attempts).isEqualTo(2);
    }
}
