package io.manyhands.wire;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/// Finds words for what would help with an object that cannot travel. Stateless.
final class Remedies {
    private static final String OWN_PACKAGE = "io.manyhands";

    private Remedies() {}

    /// What would help, as the end of a sentence; empty if nothing is known.
    static String of(PathText way) {
        String fix = fix(way);
        return fix == null ? "" : ", fix=" + fix;
    }

    private static @Nullable String fix(PathText way) {
        Object offender = way.offender();
        boolean unserializable = !(offender instanceof Serializable);
        if (unserializable && TypeNames.isLambda(offender.getClass())) {
            return "give it as a Task, an Action or a Fn, which are serializable";
        }
        Object capturedThis = way.capturedThis();
        if (capturedThis != null) {
            return "copy the fields it uses to local variables first, make the code static,"
                    + " or let "
                    + TypeNames.of(capturedThis)
                    + " implement Serializable";
        }
        return unserializable ? fix(offender, way.endsAtReceiver()) : null;
    }

    private static @Nullable String fix(Object offender, boolean isReceiver) {
        return switch (offender) {
            case Path path ->
                    SentPath.isOfDefault(path)
                            ? "rename the file: its name is no text in the encoding of names here"
                            : "take along its text: paths travel if they are of the default file"
                                    + " system";
            case CountDownLatch _ -> "let the workers make it: workers.latch(count)";
            case CyclicBarrier _ -> "let the workers make it: workers.barrier(parties)";
            case BaseStream<?, ?> _ -> "take along a list";
            case Iterator<?> _ -> "take along a list";
            case Optional<?> _ -> "take along its value, or null";
            default ->
                    isOfUser(offender.getClass())
                            ? (isReceiver ? "make the method static, or " : "")
                                    + ("let " + TypeNames.of(offender) + " implement Serializable")
                            : null;
        };
    }

    /// Whether the class is neither of the JDK nor of this library.
    private static boolean isOfUser(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null
                && !loader.equals(ClassLoader.getPlatformClassLoader())
                && !(type.getPackageName() + ".").startsWith(OWN_PACKAGE + ".");
    }
}
