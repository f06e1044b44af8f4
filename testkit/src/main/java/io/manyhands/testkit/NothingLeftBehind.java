package io.manyhands.testkit;

import static java.time.Duration.ofMillis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension that fails a test class after which threads of this library still run, or
/// processes that this JVM started, or its files `manyhands-PID-...` are still there.
///
/// It finds threads, virtual ones too, by their names, which begin with `manyhands-`. What is on
/// its way out gets [some time][#PATIENCE_MILLIS] to go. JUnit finds the extension by itself where
/// `junit.jupiter.extensions.autodetection.enabled` is set.
///
/// Thread-safe, but meant for test classes that run one after the other: it cannot tell whose
/// threads, processes and files it sees.
public final class NothingLeftBehind implements BeforeAllCallback {
    /// The JUnit configuration parameter for the milliseconds that all gets to go: 5000 where it is
    /// not set.
    public static final String PATIENCE_MILLIS = "io.manyhands.testkit.patience-millis";

    private static final Duration PAUSE = ofMillis(20);

    /// Made by JUnit, through [java.util.ServiceLoader].
    public NothingLeftBehind() {}

    /// Arranges for the check to happen when everything else of the test class has been closed.
    ///
    /// @param context of the test class; of nested classes only the outermost is checked
    @Override
    public void beforeAll(ExtensionContext context) {
        boolean outermost = context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
        if (outermost) {
            // The store closes in reverse order, and extensions found by JUnit come first.
            long patienceMillis =
                    context.getConfigurationParameter(PATIENCE_MILLIS, Long::valueOf)
                            .orElse(5_000L);
            AutoCloseable check =
                    () -> awaitNothing(context.getDisplayName(), ofMillis(patienceMillis));
            context.getStore(ExtensionContext.Namespace.create(NothingLeftBehind.class))
                    .put("check", check);
        }
    }

    private static void awaitNothing(String testClass, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        awaitNothing(testClass, "threads", Leavings::threads, deadlineNanos);
        awaitNothing(testClass, "processes", Leavings::processes, deadlineNanos);
        awaitNothing(testClass, "files", Leavings::files, deadlineNanos);
    }

    private static void awaitNothing(
            String testClass, String what, Supplier<List<String>> found, long deadlineNanos) {
        List<String> left = found.get();
        while (!left.isEmpty() && System.nanoTime() - deadlineNanos < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
            left = found.get();
        }
        if (!left.isEmpty()) {
            String rule = "A test class leaves no " + what + " behind: testClass=" + testClass;
            String many = " " + what + "=" + left.size();
            throw new AssertionError(rule + many + "\n\n" + String.join("\n\n", left));
        }
    }
}
