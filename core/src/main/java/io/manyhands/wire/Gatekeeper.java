package io.manyhands.wire;

import java.io.ObjectInputFilter;
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
        Status status = user.checkInput(info);
        if (status == Status.REJECTED) {
            Class<?> type = info.serialClass();
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
}
