package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// How long a worker stays.
class TenureTest {
    // Soon to overflow, as a steady clock may.
    private static final long FIRST = Long.valueOf(Long.MAX_VALUE - 5);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void takesNothingBeforeItIsUpAndWhileItRestsOrWaits() {
        Tenure tenure = new Tenure(Terms.of(1), 0);
        assertThat(tenure.takes()).isFalse();
        tenure.open(FIRST, Tenure.UNKNOWN);
        assertThat(tenure.takes()).isTrue();
        tenure.rest(true);
        assertThat(tenure.takes()).isFalse();
        tenure.rest(false);
        tenure.pause(true);
        assertThat(tenure.takes()).isFalse();
        tenure.pause(false);
        assertThat(tenure.takes()).isTrue();
        tenure.finish();
        assertThat(tenure.takes()).isFalse();
    }

    @Test
    void takesNothingThatIsGone() {
        Tenure tenure = opened(Terms.of(1));
        tenure.gone();
        assertThat(tenure.takes()).isFalse();
        assertThat(tenure.isGone()).isTrue();
        tenure.leave();
        assertThat(tenure.isGone()).isFalse();
        tenure.hold(true);
        assertThat(tenure.isGone()).isTrue();
    }

    @Test
    void withoutALimitItStaysWhateverItIsSent() {
        Tenure tenure = opened(Terms.of(1));
        tenure.count(Integer.MAX_VALUE);
        tenure.count(Integer.MAX_VALUE);
        assertThat(tenure.left()).isEqualTo(Long.MAX_VALUE);
        assertThat(tenure.isOver()).isFalse();
        assertThat(tenure.isNearEnd(1, SECOND)).isFalse();
        assertThat(tenure.isOverdue(FIRST + Long.MAX_VALUE / 2)).isFalse();
    }

    @Test
    void whatComesBackDoesNotCount() {
        Tenure tenure = opened(terms(10, 0, 0));
        tenure.count(10);
        assertThat(tenure.isOver()).isTrue();
        assertThat(tenure.takes()).isFalse();
        tenure.count(-4);
        assertThat(tenure.left()).isEqualTo(4);
        assertThat(tenure.takes()).isTrue();
    }

    @Test
    void endIsNearWhenTheRestTakesNoLongerThanTwoStarts() {
        Tenure tenure = opened(terms(100, 0, 0));
        long each = SECOND / 10;
        assertThat(tenure.isNearEnd(0, SECOND)).isFalse();
        assertThat(tenure.isNearEnd(each, SECOND)).isFalse();
        tenure.count(79);
        assertThat(tenure.isNearEnd(each, SECOND)).isFalse();
        tenure.count(1);
        assertThat(tenure.isNearEnd(each, SECOND)).isTrue();
        assertThat(tenure.isNearEnd(0, SECOND)).isFalse();
        tenure.count(20);
        assertThat(tenure.isNearEnd(0, SECOND)).isTrue();
    }

    @Test
    void eachIsTooOldAtATimeOfItsOwn() {
        Tenure late = new Tenure(terms(0, 10 * SECOND, 0), 0);
        Tenure early = new Tenure(terms(0, 10 * SECOND, 0), 1);
        late.open(FIRST, Tenure.UNKNOWN);
        early.open(FIRST, Tenure.UNKNOWN);
        assertThat(early.untilOverdue(FIRST)).isEqualTo(9 * SECOND);
        assertThat(early.isOverdue(FIRST + 9 * SECOND - 1)).isFalse();
        assertThat(early.isOverdue(FIRST + 9 * SECOND)).isTrue();
        assertThat(late.isOverdue(FIRST + 10 * SECOND - 1)).isFalse();
        assertThat(late.untilOverdue(FIRST + 10 * SECOND - 1)).isEqualTo(1);
        assertThat(late.isOverdue(FIRST + 10 * SECOND)).isTrue();
        assertThat(late.untilOverdue(FIRST + 10 * SECOND)).isEqualTo(Long.MAX_VALUE);
        // It may do what it has until another has come.
        assertThat(late.takes()).isTrue();
    }

    @Test
    void isUnneededOnceItHasDoneNothingForAWhile() {
        Tenure tenure = opened(terms(0, SECOND, 0));
        assertThat(tenure.untilUnneeded(FIRST, false)).isEqualTo(Long.MAX_VALUE);
        assertThat(tenure.untilUnneeded(FIRST + 1, true)).isEqualTo(3 * SECOND);
        assertThat(tenure.untilUnneeded(FIRST + 1 + SECOND, true)).isEqualTo(2 * SECOND);
        // Between two looks it has done something.
        tenure.count(1);
        assertThat(tenure.untilUnneeded(FIRST + 1 + SECOND, true)).isEqualTo(3 * SECOND);
        assertThat(tenure.untilUnneeded(FIRST + 1 + 4 * SECOND, true)).isZero();
        tenure.rest(true);
        assertThat(tenure.untilUnneeded(FIRST + 1 + 4 * SECOND, true)).isEqualTo(3 * SECOND);
    }

    @Test
    void memoryIsLookedAtOnceASecondAndOnlyAfterCalls() {
        Tenure tenure = new Tenure(terms(0, 0, 100), 0);
        tenure.open(FIRST, 1000);
        AtomicInteger looks = new AtomicInteger();
        long late = FIRST + 5 * SECOND;
        assertThat(tenure.lookAtMemory(late, 0, looks::incrementAndGet)).isEqualTo(Long.MAX_VALUE);
        tenure.count(1);
        assertThat(tenure.lookAtMemory(late, 1, looks::incrementAndGet)).isEqualTo(Long.MAX_VALUE);
        assertThat(looks.get()).isZero();
        assertThat(tenure.lookAtMemory(late, 0, looks::incrementAndGet)).isEqualTo(Long.MAX_VALUE);
        assertThat(looks.get()).isOne();
        tenure.count(1);
        assertThat(tenure.lookAtMemory(late + 1, 0, looks::incrementAndGet)).isEqualTo(SECOND - 1);
        assertThat(looks.get()).isOne();
        long next = late + SECOND;
        assertThat(tenure.lookAtMemory(next, 0, () -> 1100)).isEqualTo(Long.MAX_VALUE);
        assertThat(tenure.isOverdue(next)).isFalse();
        tenure.count(1);
        assertThat(tenure.lookAtMemory(next + SECOND, 0, () -> 1101)).isEqualTo(Long.MAX_VALUE);
        assertThat(tenure.isOverdue(next + SECOND)).isTrue();
    }

    @Test
    void memoryThatCannotBeToldIsNotWatched() {
        Tenure tenure = new Tenure(terms(0, 0, 100), 0);
        tenure.open(FIRST, Tenure.UNKNOWN);
        tenure.count(1);
        long late = FIRST + 5 * SECOND;
        assertThat(tenure.lookAtMemory(late, 0, () -> 1 << 20)).isEqualTo(Long.MAX_VALUE);
        assertThat(tenure.isOverdue(late)).isFalse();
    }

    private static Tenure opened(Terms terms) {
        Tenure tenure = new Tenure(terms, 0);
        tenure.open(FIRST, Tenure.UNKNOWN);
        return tenure;
    }

    private static Terms terms(long mostCalls, long ageNanos, long growthBytes) {
        return new Terms(2, 1, 0, 3 * SECOND, mostCalls, ageNanos, growthBytes);
    }
}
