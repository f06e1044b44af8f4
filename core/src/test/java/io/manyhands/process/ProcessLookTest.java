package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class ProcessLookTest {
    private static final String STATUS = "Name:\tjava\nVmHWM:\t   99999 kB\nVmRSS:\t   12345 kB\n";

    @Test
    void whatTheSystemTellsIsUnderstood() {
        ProcessLook look = ProcessLook.of(stat("T"), STATUS);
        assertThat(look.isStopped()).isTrue();
        assertThat(look.processorTicks()).isEqualTo(700 + 50);
        assertThat(look.residentBytes()).isEqualTo(12_345 * 1024);
    }

    @Test
    void oneThatADebuggerHoldsIsNotStopped() {
        assertThat(ProcessLook.of(stat("t"), STATUS).isStopped()).isFalse();
        assertThat(ProcessLook.of(stat("S"), STATUS).isStopped()).isFalse();
    }

    @Test
    void oneThatHasEndedHasNoMemory() {
        assertThat(ProcessLook.of(stat("Z"), "Name:\tjava\nState:\tZ (zombie)\n").residentBytes())
                .isZero();
    }

    @Test
    void thisProcessIsSeen() {
        assumeTrue(ProcessLook.isSupported());
        ProcessLook look = ProcessLook.at(ProcessHandle.current().pid());
        assertThat(look).isNotNull();
        assertThat(look.isStopped()).isFalse();
        assertThat(look.residentBytes()).isGreaterThan(10 << 20);
    }

    @Test
    void oneThatIsNotThereIsNotSeen() {
        assertThat(ProcessLook.at(Integer.MAX_VALUE)).isNull();
    }

    /// With a name that looks like what comes behind it.
    private static String stat(String state) {
        return "77 (a) R 1 (b) "
                + state
                + " 1 77 77 0 -1 4194304 900 0 0 0 700 50 0 0 20 0 30 0 1234 5678 910\n";
    }
}
