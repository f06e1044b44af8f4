package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.RingReader;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.wire.CallDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions on their way to a worker that the test plays.
class SentFunctionsTest {
    private static final int ROOMY_BYTES = 1 << 17;
    private static final int LONG_BYTES = ROOMY_BYTES / 10;
    private static final int SHORT_BYTES = 10;
    private static final int LOADER = 4;

    private final SentFunctions functions = new SentFunctions(_ -> LOADER);
    private PlayedWorker worker;
    private Channel line;
    private RingReader requests;

    @TempDir Path directory;

    @BeforeEach
    void start() throws Exception {
        worker = PlayedWorker.start(directory, ROOMY_BYTES);
        line = worker.line.channel;
        requests = worker.memory().requestReader();
    }

    @AfterEach
    void end() throws Exception {
        worker.end();
    }

    @Test
    void eachIsSentOnce() {
        RemoteFunction one = function(SHORT_BYTES);
        RemoteFunction other = function(SHORT_BYTES);
        assertThat(functions.send(line, one)).isTrue();
        assertThat(functions.send(line, other)).isTrue();
        assertThat(functions.send(line, one)).isTrue();
        assertThat(came()).containsExactly(sent(one), sent(other));
    }

    @Test
    void workerForgetsOneBeforeItHasTooMany() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < SentFunctions.MOST; i++) {
            RemoteFunction function = function(SHORT_BYTES);
            assertThat(functions.send(line, function)).isTrue();
            all.add(sent(function));
        }
        assertThat(came()).isEqualTo(all);
        RemoteFunction last = function(SHORT_BYTES);
        assertThat(functions.send(line, last)).isTrue();
        List<String> then = came();
        assertThat(then).hasSize(2).last().isEqualTo(sent(last));
        assertThat(then.getFirst()).startsWith(CallDescriptor.FORGET_FUNCTION + " ");
    }

    @Test
    void oneThatFindsNoRoomIsSentLater() {
        RemoteFunction first = function(LONG_BYTES);
        while (functions.send(line, function(LONG_BYTES))) {
            // Fills the ring.
        }
        assertThat(functions.send(line, first)).isFalse();
        assertThat(came()).doesNotContain(sent(first));
        assertThat(functions.send(line, first)).isTrue();
        assertThat(came()).containsExactly(sent(first));
    }

    private static RemoteFunction function(int bytes) {
        return new RemoteFunction(SentFunctionsTest.class.getClassLoader(), new byte[bytes]);
    }

    private static String sent(RemoteFunction function) {
        return CallDescriptor.FUNCTION + " " + function.number() + " loader=" + LOADER;
    }

    /// The records that have come, in words.
    private List<String> came() {
        List<String> came = new ArrayList<>();
        while (requests.next()) {
            byte type = requests.type();
            if (type == CallDescriptor.FUNCTION) {
                came.add(type + " " + requests.argument() + " loader=" + requests.sequence());
            } else if (type == CallDescriptor.FORGET_FUNCTION) {
                came.add(type + " " + requests.argument());
            }
            requests.release();
        }
        return came;
    }
}
