package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How deep a program says that its workers can be nested.
class NestingTest {

    @Test
    void limitIsThreeUnlessThePropertySaysSomethingElse() {
        assertThat(Nesting.limit(Nesting.LEVELS, null, Nesting.DEFAULT_LEVELS)).isEqualTo(3);
        assertThat(Nesting.limit(Nesting.LEVELS, "0", 3)).isZero();
        assertThat(Nesting.limit(Nesting.LEVELS, "20", 3)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many", "99999999999"})
    void limitThatIsNoNumberIsRefused(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nesting.limit(Nesting.LEVELS, limit, 3))
                .withMessageEndingWith("io.manyhands.maxDepth='" + limit + "'");
    }
}
