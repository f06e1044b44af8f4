package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.spi.Allowance;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many places a JVM can take. What other JVMs have taken is in the contract.
class PlacesTest {
    /// One for all tests of this JVM, as a JVM has one.
    @TempDir static Path directory;

    @Test
    void programNeedsNoPlaces() {
        Places all = Places.take(null, Integer.MAX_VALUE);
        all.release();
        assertThat(directory.resolve("nested")).doesNotExist();
    }

    @Test
    void placesAreTakenAllOrNoneAndGivenBack() {
        Allowance five = new Allowance(1, directory.resolve("places").toString(), 5);
        Places three = Places.take(five, 3);
        assertThatIllegalStateException()
                .isThrownBy(() -> Places.take(five, 3))
                .withMessageContaining(
                        "wanted=3, left=2, limit=5, property=io.manyhands.maxNested");
        Places two = Places.take(five, 2);
        assertThatIllegalStateException().isThrownBy(() -> Places.take(five, 1));
        three.release();
        three.release();
        Places again = Places.take(five, 3);
        again.release();
        two.release();
        Places.take(five, 5).release();
    }
}
