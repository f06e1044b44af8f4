package io.manyhands.wire;

import java.io.ObjectInputFilter;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// The deserialization filter that a program has set for its whole JVM (JEP 290, JEP 415).
/// Thread-safe.
/* To look for the first time makes the JDK read its security properties and find its logger: tens of
 * milliseconds, which JDK serialization costs as well. So nobody looks before there is something to
 * ask about, and a worker, which has only its own program to fear, looks if a property says so.
 */
final class JvmFilter {
    /// When a codec asks it.
    enum Asked {
        /// About all that is not a mere number, text or date.
        ALWAYS,
        /// About what goes by JDK serialization, which looks anyway; about all if a property says
        /// that there is one.
        IF_KNOWN,
        /// Never: what comes is this library's own.
        NEVER
    }

    private static final boolean IS_SET_BY_PROPERTY =
            System.getProperty("jdk.serialFilter") != null
                    || System.getProperty("jdk.serialFilterFactory") != null;

    // Written and read by all; once true, to look costs nothing.
    private static volatile boolean isKnown;

    private JvmFilter() {}

    /// Whether it is asked about compact values.
    static boolean isForCompact(Asked asked) {
        return asked == Asked.ALWAYS || (asked == Asked.IF_KNOWN && IS_SET_BY_PROPERTY);
    }

    /// What a new stream would begin with; null if there is none. May run user code.
    ///
    /// @throws IllegalStateException if it was set wrongly
    static @Nullable ObjectInputFilter current() {
        BinaryOperator<ObjectInputFilter> factory =
                ObjectInputFilter.Config.getSerialFilterFactory();
        ObjectInputFilter filter = ObjectInputFilter.Config.getSerialFilter();
        isKnown = true;
        return isOfTheJdk(factory) ? filter : applied(factory, filter);
    }

    /// Whether there is none, as far as can be told without user code and at once.
    static boolean isKnownToBeNone() {
        return isKnown
                && ObjectInputFilter.Config.getSerialFilter() == null
                && isOfTheJdk(ObjectInputFilter.Config.getSerialFilterFactory());
    }

    /// The JDK's own gives what it gets.
    private static boolean isOfTheJdk(BinaryOperator<ObjectInputFilter> factory) {
        return factory.getClass().getModule() == Object.class.getModule();
    }

    @SuppressWarnings("NullAway") // A factory is given null, and may give it.
    private static @Nullable ObjectInputFilter applied(
            BinaryOperator<ObjectInputFilter> factory, @Nullable ObjectInputFilter filter) {
        return factory.apply(null, filter);
    }
}
