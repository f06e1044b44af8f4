package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private static final int CALLS = 200_000;

    @Test
    void requestInterruptsTheRunningCall() {
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        interrupts.begin(1);
        interrupts.ask(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        interrupts.end(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void requestBeforeTheBeginIsKept() {
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        interrupts.ask(2);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        interrupts.begin(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        interrupts.end(1);
        interrupts.begin(2);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        interrupts.end(2);
    }

    @Test
    void requestForACallThatHasEndedIsForNobody() {
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        interrupts.begin(1);
        interrupts.end(1);
        interrupts.ask(1);
        interrupts.begin(2);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        interrupts.end(2);
    }

    @Test
    void strayInterruptReachesNoCall() {
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        Thread.currentThread().interrupt();
        interrupts.begin(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        interrupts.end(1);
    }

    /// The control thread asks for odd calls only; no even one may ever see an interrupt.
    @Test
    void neverTheNextCall() throws Exception {
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        AtomicLong running = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread control =
                new Thread(
                        () -> {
                            while (!over.get()) {
                                interrupts.ask(running.get() | 1);
                            }
                        },
                        "manyhands-test-control");
        control.start();
        int interrupted = 0;
        int wrong = 0;
        for (long call = 2; call < CALLS; call++) {
            interrupts.begin(call);
            running.set(call);
            for (int i = 0; i < 20; i++) {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted++;
                    wrong += (call & 1) == 0 ? 1 : 0;
                    break;
                }
                Thread.onSpinWait();
            }
            interrupts.end(call);
            wrong += Thread.currentThread().isInterrupted() ? 1 : 0;
        }
        over.set(true);
        control.join();
        assertThat(wrong).isZero();
        assertThat(interrupted).isPositive();
    }
}
