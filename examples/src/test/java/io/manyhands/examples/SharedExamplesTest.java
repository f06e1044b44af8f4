package io.manyhands.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs whose tasks share something say the same wherever they run.
class SharedExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void noMoneyIsLost(String kind) throws Exception {
        assertThat(Printed.by(() -> BankTransfers.main(new String[] {kind})))
                .isEqualToIgnoringNewLines("all accounts together: 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void allPartsAreUsed(String kind) throws Exception {
        assertThat(Printed.by(() -> ProducersAndConsumers.main(new String[] {kind})))
                .isEqualToIgnoringNewLines("made 2000, used 2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void plateIsAsWarmWhereverItIsComputed(String kind) throws Exception {
        assertThat(Printed.by(() -> HeatOnAPlate.main(new String[] {kind})))
                .isEqualToIgnoringNewLines("below the edge: 39.64picture: true, 96 wide");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void allSubscribersGetAllPrices(String kind) throws Exception {
        assertThat(Printed.by(() -> PublishAndSubscribe.main(new String[] {kind})))
                .isEqualToIgnoringNewLines("highest 100, sum 5050");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void allLettersAreSent(String kind) throws Exception {
        assertThat(Printed.by(() -> WebJobs.main(new String[] {kind})))
                .isEqualToIgnoringNewLines("sent: 20");
    }
}
