package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void partsComeBack() throws Exception {
        Refusal refusal = new Refusal("A result … must", "result.öl[3]", new byte[] {1, 2});
        Refusal back = Refusal.decode(refusal.encode());
        assertThat(back.message()).isEqualTo("A result … must");
        assertThat(back.path()).isEqualTo("result.öl[3]");
        assertThat(back.failure()).containsExactly(1, 2);
    }

    @Test
    void halfOfItIsRefused() {
        byte[] bytes = new Refusal("message", "path", new byte[0]).encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] half = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Refusal.decode(half))
                    .isInstanceOf(NotDecodableException.class);
        }
    }
}
