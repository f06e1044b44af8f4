package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Workers;
import io.manyhands.testkit.contract.StressRound.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StressRoundTest {
    private static final int TASKS = 50;

    @Test
    void taskThatBeginsTwiceIsFound() {
        assertFound(Fault.TASK_BEGINS_TWICE, "begun of Plan[number=0");
    }

    @Test
    void interruptThatLeaksIsFound() {
        assertFound(Fault.INTERRUPT_LEAKS, "interrupts that reached another task");
    }

    private static void assertFound(Fault fault, String message) {
        try (Workers workers = Workers.threads(2)) {
            StressRound round = new StressRound(workers, new Random(1), TASKS, fault);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(round::run)
                    .withMessageContaining(message);
        }
    }
}
