package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ExitEvidenceTest {
    @Test
    void statusesAndSignalsHaveWords() {
        assertThat(describe(0)).isEqualTo("exit status 0");
        assertThat(describe(128)).isEqualTo("exit status 128");
        assertThat(describe(130)).isEqualTo("signal SIGINT (2)");
        assertThat(describe(137)).isEqualTo("signal SIGKILL (9)");
        assertThat(describe(143)).isEqualTo("signal SIGTERM (15)");
        assertThat(describe(128 + 40)).isEqualTo("signal SIG40 (40)");
        assertThat(describe(255)).isEqualTo("exit status 255");
    }

    @Test
    void aFailedStartIsToldWithoutTheNotices() {
        ExitEvidence evidence =
                new ExitEvidence(
                        1,
                        List.of("Picked up _JAVA_OPTIONS: -Da=b", "Error: one", "Error: two"),
                        null);

        assertThat(evidence.startFailure("w-1"))
                .hasMessage(
                        "A worker process must start: worker=w-1, end=exit status 1,"
                                + " printed=Error: one; Error: two");
    }

    private static String describe(int status) {
        return new ExitEvidence(status, List.of(), null).describe();
    }
}
