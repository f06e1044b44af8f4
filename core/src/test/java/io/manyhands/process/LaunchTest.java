package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Parcel;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is left of a worker whose process has ended.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LaunchTest {
    /// A process that has ended, whose number another has.
    private static final class Ended extends Process {
        private final Process heir;

        Ended(Process heir) {
            this.heir = heir;
        }

        @Override
        public long pid() {
            return heir.pid();
        }

        @Override
        public boolean isAlive() {
            return false;
        }

        @Override
        public int waitFor() {
            return exitValue();
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public ProcessHandle toHandle() {
            throw new AssertionError("There is nothing to be done to it");
        }

        @Override
        public void destroy() {
            throw new AssertionError("There is nothing to be done to it");
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }
    }

    @Test
    void groupOfAnotherThatHasItsNumberIsLeftAlone() throws Exception {
        Process other = inGroupOfItsOwn("exec sleep 1000");
        try {
            Warden warden = Warden.acquire(StandardCharsets.UTF_8);
            warden.add(other.pid());
            try {
                launch(new Ended(other), warden).killGroup();
            } finally {
                // Has done all it was told, and what it is to do at its end.
                warden.close();
            }
            assertThat(other.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void errandEndsWithTheProcessThoughItsLineGoesOn() throws Exception {
        Process process = inGroupOfItsOwn("exit 3");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        LifeState state = new LifeState(Thread.currentThread());
        Warden warden = Warden.acquire(StandardCharsets.UTF_8);
        try {
            assertThat(state.begin(launch(process, warden))).isTrue();
            Encoded nothing = new Encoded(new byte[0], LargeArray.NONE);
            Errand errand = new Errand(new Parcel(getClass().getClassLoader(), null, nothing));
            errand.awaitRoom();
            Flights flights = new Flights(new Tenure(Terms.of(1), 0));
            Watch watch = new Watch(() -> false, state, flights, TestShape.of(0));
            assertThat(errand.await(state, watch)).isFalse();
        } finally {
            warden.close();
        }
    }

    private static Process inGroupOfItsOwn(String script) throws Exception {
        return new ProcessBuilder(Shell.inNewSession(script, "manyhands-test")).start();
    }

    private static Launch launch(Process process, Warden warden) {
        Path nowhere = Path.of("nowhere");
        return new Launch(process, nowhere, nowhere, warden);
    }
}
