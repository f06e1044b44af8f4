package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BellTest {
    private final Bell bell = Samples.channel().workerBell();

    @Test
    void bellThatIsNotArmedDoesNotRing() {
        assertThat(bell.ring(Bell.DATA | Bell.SPACE)).isFalse();
    }

    @Test
    void armedBellRingsOnce() {
        bell.arm(Bell.DATA);

        assertThat(bell.ring(Bell.DATA)).isTrue();
        assertThat(bell.ring(Bell.DATA)).isFalse();
    }

    @Test
    void bellRingsForItsReasonOnly() {
        bell.arm(Bell.SPACE);

        assertThat(bell.ring(Bell.DATA)).isFalse();
        assertThat(bell.ring(Bell.SPACE)).isTrue();
    }

    @Test
    void ringingForOneReasonLeavesTheOtherArmed() {
        bell.arm(Bell.DATA);
        bell.arm(Bell.SPACE);

        assertThat(bell.ring(Bell.DATA)).isTrue();
        assertThat(bell.ring(Bell.SPACE)).isTrue();
    }

    @Test
    void disarmedBellDoesNotRing() {
        bell.arm(Bell.DATA | Bell.SPACE);
        bell.disarm(Bell.DATA);

        assertThat(bell.ring(Bell.DATA)).isFalse();
        assertThat(bell.ring(Bell.SPACE)).isTrue();
    }

    @Test
    void bellsOfTheTwoSidesAreTwo() {
        ChannelMemory memory = Samples.channel();
        memory.workerBell().arm(Bell.DATA);

        assertThat(memory.parentBell().ring(Bell.DATA)).isFalse();
        assertThat(memory.workerBell().ring(Bell.DATA)).isTrue();
    }
}
