package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.wire.ClassAnswer.ClassFile;
import io.manyhands.wire.ClassAnswer.Contents;
import io.manyhands.wire.ClassAnswer.Elsewhere;
import io.manyhands.wire.ClassAnswer.Missing;
import io.manyhands.wire.ClassQuestion.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClassAnswerTest {
    private static final byte[] FILE = {1, 2, 3};

    @Test
    void classArrivesWithItsOriginAndItsPackage() {
        List<String> facts = List.of("title", "", "vendor");
        byte[] bytes = new ClassFile(FILE, "file:/ä.jar", facts).encode();

        assertThat(ClassAnswer.decode(bytes)).isInstanceOf(ClassFile.class);
        ClassFile arrived = (ClassFile) ClassAnswer.decode(bytes);
        assertThat(arrived.file()).isEqualTo(FILE);
        assertThat(arrived.location()).isEqualTo("file:/ä.jar");
        assertThat(arrived.packageFacts()).isEqualTo(facts);
    }

    @Test
    void contentsArriveInOrderEvenIfEmpty() {
        byte[] bytes = new Contents(List.of(FILE, new byte[0])).encode();
        assertThat(((Contents) ClassAnswer.decode(bytes)).contents())
                .containsExactly(FILE, new byte[0]);
        assertThat(((Contents) ClassAnswer.decode(new Contents(List.of()).encode())).contents())
                .isEmpty();
    }

    @Test
    void otherAnswersArrive() {
        assertThat(ClassAnswer.decode(new Elsewhere(7).encode())).isEqualTo(new Elsewhere(7));
        assertThat(ClassAnswer.decode(new Missing(", why").encode()))
                .isEqualTo(new Missing(", why"));
        assertThat(ClassAnswer.decode(null)).isEqualTo(new Missing(""));
    }

    @Test
    void answerThatIsNotWholeIsAMissingOne() {
        byte[] whole = new ClassFile(FILE, "somewhere", List.of()).encode();
        for (int length = 0; length < whole.length - 1; length++) {
            ClassAnswer cut = ClassAnswer.decode(Arrays.copyOf(whole, length));
            assertThat(cut).isNotEqualTo(ClassAnswer.decode(whole));
        }
        assertThat(ClassAnswer.decode(new byte[] {'C', -1, -1, -1, -1}))
                .isEqualTo(new Missing(", whose bytes did not arrive whole: bytes=5"));
        assertThat(ClassAnswer.decode(new byte[] {'?'})).isInstanceOf(Missing.class);
        assertThat(ClassAnswer.decode(new byte[0])).isInstanceOf(Missing.class);
        assertThat(ClassAnswer.decode(new byte[] {'E', 0, 0, 0, 1, 'x'}))
                .isInstanceOf(Missing.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void questionArrives(Kind kind) throws Exception {
        ClassQuestion question = new ClassQuestion(kind, "a.B");
        assertThat(ClassQuestion.of(question.text())).isEqualTo(question);
    }

    @Test
    void questionOfAnUnknownKindIsRefused() {
        assertThatThrownBy(() -> ClassQuestion.of("?a.B"))
                .isInstanceOf(BrokenFrameException.class)
                .hasMessageContaining("question=?a.B");
        assertThatThrownBy(() -> ClassQuestion.of("")).isInstanceOf(BrokenFrameException.class);
    }
}
