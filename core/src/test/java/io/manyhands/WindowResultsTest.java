package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The thread of a test is publisher and taker: once woken, it does not park.
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowResultsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void resultsInOrderWaitForThoseBeforeThem(int most) {
        WindowResults results = new WindowResults(true, most);
        for (int first = 0; first < 3 * most; first += most) {
            for (int number = first + most - 1; number > first; number--) {
                results.publish(number, number);
                assertThat(results.poll()).isNull();
            }
            assertThat(results.hasNext()).isFalse();
            results.publish(first, first);
            for (int number = first; number < first + most; number++) {
                assertThat(results.hasNext()).isTrue();
                assertThat(results.poll()).isEqualTo(number);
                assertThat(results.taken()).isEqualTo(number + 1L);
            }
            assertThat(results.poll()).isNull();
            assertThat(results.ownTaken()).isEqualTo(results.taken());
        }
    }

    @Test
    void resultsAsCompletedWaitForNobody() {
        WindowResults results = new WindowResults(false, 4);
        for (int round = 0; round < 3; round++) {
            results.publish(3, "d");
            results.publish(1, together("b", "c"));
            assertThat(results.poll()).isEqualTo("d");
            results.publish(0, "a");
            assertThat(results.poll()).isEqualTo("b");
            assertThat(results.poll()).isEqualTo("c");
            assertThat(results.poll()).isEqualTo("a");
            assertThat(results.poll()).isNull();
        }
    }

    @Test
    void resultsThatComeTogetherHaveTheirPlaces() {
        WindowResults results = new WindowResults(true, 4);
        results.publish(2, together("c", "d"));
        assertThat(results.hasNext()).isFalse();
        // As they are among others that were passed on before, or will be later.
        results.publish(0, new ItemsParcel.Settled(new Object[] {"x", "a", "b", "y"}, 1, 3));
        for (String each : new String[] {"a", "b", "c", "d"}) {
            assertThat(results.poll()).isEqualTo(each);
        }
        assertThat(results.poll()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takerIsWokenForTheNextResult(boolean ordered) {
        WindowResults results = new WindowResults(ordered, 4);
        results.publish(0, "a");
        assertThat(results.poll()).isEqualTo("a");
        results.beginWait();
        results.publish(1, "b");
        LockSupport.park(results);
        results.endWait();
        assertThat(results.poll()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takerIsWokenForResultsThatComeTogether(boolean ordered) {
        WindowResults results = new WindowResults(ordered, 4);
        results.beginWait();
        results.publish(0, together("a", "b"));
        LockSupport.park(results);
        results.endWait();
        assertThat(results.poll()).isEqualTo("a");
    }

    @Test
    void takerIsWokenForAnotherReason() {
        WindowResults results = new WindowResults(true, 1);
        results.wakeTaker();
        results.beginWait();
        results.wakeTaker();
        LockSupport.park(results);
        results.endWait();
        assertThat(results.hasNext()).isFalse();
    }

    private static ItemsParcel.Settled together(Object... ends) {
        return new ItemsParcel.Settled(ends, 0, ends.length);
    }
}
