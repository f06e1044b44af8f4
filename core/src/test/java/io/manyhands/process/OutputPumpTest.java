package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is read ahead of a program's output, and when no more is.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutputPumpTest {
    /// Prints until so much was printed, and then ends.
    private static final class Printing extends InputStream {
        private final long most;
        private final AtomicLong printed = new AtomicLong();

        Printing(long most) {
            this.most = most;
        }

        @Override
        public int read() {
            throw new AssertionError("It is read in pieces");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(length, most - printed.get());
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) (printed.get() + i);
            }
            printed.addAndGet(count);
            return count == 0 ? -1 : count;
        }
    }

    @AfterEach
    void clearInterrupt() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void allIsReadInItsOrder() throws Exception {
        byte[] all = OutputPump.start("test", new Printing(1_000_003)).readAllBytes();
        assertThat(all).hasSize(1_000_003);
        for (int i = 0; i < all.length; i++) {
            if (all[i] != (byte) i) {
                throw new AssertionError("Bytes come in their order: at=" + i);
            }
        }
    }

    @Test
    void littleIsReadAheadUntilTheProgramHasEnded() throws Exception {
        Printing endless = new Printing(10_000_000);
        OutputPump pump = OutputPump.start("test", endless);
        long full = OutputPump.MOST_BYTES;
        Trial.await("full", Trial.LONG_NANOS, () -> pump.available() >= full);
        assertThat(pump.available()).isLessThan(2 * OutputPump.MOST_BYTES);
        assertThat(endless.printed.get()).isLessThan(3L * OutputPump.MOST_BYTES);
        pump.release();
        Trial.await("all", Trial.LONG_NANOS, () -> pump.available() == 10_000_000);
        assertThat(pump.readAllBytes()).hasSize(10_000_000);
    }

    @Test
    void whatNobodyWantsIsThrownAway() throws Exception {
        Printing endless = new Printing(10_000_000);
        OutputPump pump = OutputPump.start("test", endless);
        pump.close();
        assertThat(pump.read()).isEqualTo(-1);
        Trial.await("all", Trial.LONG_NANOS, () -> endless.printed.get() == 10_000_000);
        assertThat(pump.available()).isZero();
    }

    @Test
    void interruptedReaderIsToldAndKeepsItsStatus() throws Exception {
        OutputPump silent;
        try (PipedOutputStream program = new PipedOutputStream()) {
            silent = OutputPump.start("test", new PipedInputStream(program));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(silent::read);
            assertThat(Thread.interrupted()).isTrue();
            program.write('a');
        }
        assertThat(silent.read()).isEqualTo('a');
        assertThat(silent.read()).isEqualTo(-1);
    }
}
