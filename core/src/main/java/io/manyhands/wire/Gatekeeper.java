package io.manyhands.wire;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The filter of one decoding: the limits first, then the filters of the user and of the JVM.
/// Unlike the JDK's filters it remembers what it refused and why. Confined to the decoding thread.
final class Gatekeeper implements ObjectInputFilter {
    private final Limits limits;
    private final int streamLength;
    private @Nullable ObjectInputFilter filter;
    private @Nullable String refusal;

    Gatekeeper(Limits limits, int streamLength) {
        this.limits = limits;
        this.streamLength = streamLength;
    }

    /// Has it ask this filter too, from now on.
    ///
    /// @param next null if there is none
    void ask(@Nullable ObjectInputFilter next) {
        filter = next;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        String broken = limits.brokenBy(info, streamLength);
        if (broken != null) {
            refusal = "An encoded value must stay within the limits: " + broken;
            return Status.REJECTED;
        }
        return filter == null ? Status.UNDECIDED : ask(filter, info);
    }

    /// The sentence that says what was refused; null if nothing was.
    @Nullable String refusal() {
        return refusal;
    }

    private Status ask(ObjectInputFilter user, FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type != null && standsForPath(type)) {
            type = Path.class;
        }
        Status status = user.checkInput(type == info.serialClass() ? info : new About(type, info));
        if (status == Status.REJECTED) {
            refusal =
                    "A value must pass the deserialization filter: class="
                            + (type == null ? "none" : type.getTypeName())
                            + (", depth=" + info.depth())
                            + (", references=" + info.references())
                            + (", arrayLength=" + info.arrayLength())
                            + (", bytes=" + info.streamBytes());
        }
        return status;
    }

    /// What is read of a path, and what is made of that.
    private static boolean standsForPath(Class<?> type) {
        return type == SentPath.class
                || (Path.class.isAssignableFrom(type)
                        && type.getModule() == Object.class.getModule());
    }

    /// The same about the class that the user knows.
    private record About(@Nullable Class<?> serialClass, FilterInfo asked) implements FilterInfo {
        @Override
        public long arrayLength() {
            return asked.arrayLength();
        }

        @Override
        public long depth() {
            return asked.depth();
        }

        @Override
        public long references() {
            return asked.references();
        }

        @Override
        public long streamBytes() {
            return asked.streamBytes();
        }
    }
}
