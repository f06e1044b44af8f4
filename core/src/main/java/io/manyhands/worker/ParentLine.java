package io.manyhands.worker;

import io.manyhands.spi.Upstream;
import io.manyhands.wire.BrokenFrameException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The line to the parent for the handles of its workers that tasks have. Thread-safe.
final class ParentLine extends Upstream {
    private static final int UNKNOWN = -1;

    private final ParentPipe pipe;
    private final BooleanSupplier isClosing;

    private ParentLine(ParentPipe pipe, Inbox inbox) {
        this.pipe = pipe;
        this.isClosing = new Closing(inbox);
    }

    /// The line of this JVM from now on.
    static ParentLine over(ParentPipe pipe, Inbox inbox) {
        ParentLine line = new ParentLine(pipe, inbox);
        line.install();
        return line;
    }

    @Override
    public long send(byte[] frame) {
        return pipe.send(frame);
    }

    @Override
    public int loaderId(ClassLoader loader) {
        if (loader instanceof ServedLoader served) {
            return served.number();
        }
        return isOwn(loader) ? 0 : UNKNOWN;
    }

    /// The control thread has read something for the handles.
    void arrived(byte[] body) throws BrokenFrameException {
        told(body);
    }

    /// Waits until the program has read all that was asked: an answer may go another way than what
    /// was asked before, and the program must not see it first. For the main thread.
    void settle() {
        settle(isClosing);
    }

    /// Whether it is the system's or one above it.
    @SuppressWarnings("ReferenceEquality") // another loader is another, whatever it says
    private static boolean isOwn(ClassLoader loader) {
        @Nullable ClassLoader each = ClassLoader.getSystemClassLoader();
        while (each != null && each != loader) {
            each = each.getParent();
        }
        return each != null;
    }

    /// A class, since the first lambda of a JVM takes as long as all else here.
    private record Closing(Inbox inbox) implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            return inbox.isClosing();
        }
    }
}
