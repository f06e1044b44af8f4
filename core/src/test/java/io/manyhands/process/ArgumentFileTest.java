package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentFileTest {
    @Test
    void whatIsWrittenIsRead() throws Exception {
        List<String> arguments =
                List.of(
                        "",
                        " ",
                        "a b",
                        "'",
                        "\"",
                        "\\",
                        "\\\\n",
                        "\n\r\t\f",
                        "#",
                        "@x",
                        "é€",
                        "$a");

        byte[] content = ArgumentFile.write(arguments, StandardCharsets.UTF_8);

        assertThat(ArgumentFile.read(content, StandardCharsets.UTF_8)).isEqualTo(arguments);
    }

    @Test
    void filesOfOthersAreReadAsTheJavaProgramDoes() throws Exception {
        assertThat(read("# comment\n -a  -b=\"c d\"'e f'g\t-h#i\n\n'j\\'k' \"l\\\n   m\" n\\\n  o"))
                .containsExactly("-a", "-b=c de fg", "-h#i", "j'k", "lm", "no");
        assertThat(read("'open\nnext")).containsExactly("open", "next");
        assertThat(read("a\\b")).containsExactly("a\\b");
        assertThat(read("")).isEmpty();
    }

    @Test
    void whatTheEncodingHasNotIsNotWritable() {
        assertThat(ArgumentFile.isWritable("é", StandardCharsets.US_ASCII)).isFalse();
        assertThat(ArgumentFile.isWritable("e", StandardCharsets.US_ASCII)).isTrue();
        assertThat(ArgumentFile.isWritable("\uD800", StandardCharsets.UTF_8)).isFalse();
        assertThat(ArgumentFile.isWritable("a\0", StandardCharsets.UTF_8)).isFalse();
        assertThat(ArgumentFile.isWritable("é\0", StandardCharsets.UTF_8)).isFalse();
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(
                        () -> ArgumentFile.read(new byte[] {(byte) 0xFF}, StandardCharsets.UTF_8))
                .isInstanceOf(CharacterCodingException.class);
    }

    private static List<String> read(String text) throws CharacterCodingException {
        return ArgumentFile.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
