package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.spi.Parcel;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a worker is looked at: the rest is in the contract.
class WatchTest {
    private final Flights flights = new Flights(new Tenure(Terms.of(1), 0));
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void limitThatCannotBeLookedAtIsRefused() {
        assertThatThrownBy(() -> Watch.checkSystem(shape(1 << 20), false))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("limitBytes=1048576");
        assertThatCode(() -> Watch.checkSystem(shape(0), false)).doesNotThrowAnyException();
        assertThatCode(() -> Watch.checkSystem(shape(1), true)).doesNotThrowAnyException();
    }

    @Test
    void whoAwaitsIsToldOfTheNextThatIsSentAndOfNoOther() {
        assertThat(flights.next().await(flights, told::incrementAndGet)).isTrue();
        assertThat(flights.next().isAwaited()).isTrue();
        send();
        assertThat(flights.next().isAwaited()).isFalse();
        send();
        assertThat(told).hasValue(1);
    }

    @Test
    void nobodyAwaitsWhileSomethingIsInFlight() {
        send();
        assertThat(flights.next().await(flights, told::incrementAndGet)).isFalse();
        assertThat(flights.next().isAwaited()).isFalse();
        send();
        assertThat(told).hasValue(0);
    }

    @Test
    void whoCouldNotBeToldIsToldOfTheOneBehind() {
        boolean _ =
                flights.next()
                        .await(
                                flights,
                                () -> {
                                    if (told.incrementAndGet() == 1) {
                                        throw new OutOfMemoryError("for the test");
                                    }
                                });
        send();
        assertThat(flights.next().isAwaited()).isTrue();
        send();
        assertThat(told).hasValue(2);
    }

    private void send() {
        Encoded nothing = new Encoded(new byte[1], LargeArray.NONE);
        Parcel parcel = new Parcel(WatchTest.class.getClassLoader(), null, nothing);
        flights.lock();
        try {
            flights.add(new Flight(CallDescriptor.TASK, 1, 0, new Errand(parcel), parcel));
        } finally {
            flights.unlock();
        }
    }

    private static ProcessShape shape(long maxMemoryBytes) {
        return TestShape.ofMemory(maxMemoryBytes);
    }
}
