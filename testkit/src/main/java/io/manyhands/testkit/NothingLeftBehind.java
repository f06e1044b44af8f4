package io.manyhands.testkit;

import static java.time.Duration.ofMillis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
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
    private static final Pattern OURS = Pattern.compile("#\\d+ \"manyhands-.*", Pattern.DOTALL);
    private static final Pattern BETWEEN_THREADS = Pattern.compile("\\R\\R");

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
        awaitNothing(testClass, "threads", NothingLeftBehind::threadsOfOurs, deadlineNanos);
        awaitNothing(testClass, "processes", NothingLeftBehind::processesOfOurs, deadlineNanos);
        awaitNothing(testClass, "files", NothingLeftBehind::filesOfOurs, deadlineNanos);
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

    private static List<String> processesOfOurs() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(child -> child.pid() + " " + child.info().commandLine().orElse(""))
                .toList();
    }

    private static List<String> filesOfOurs() {
        String prefix = "manyhands-" + ProcessHandle.current().pid() + "-";
        List<String> left = new ArrayList<>();
        Set<String> directories = new TreeSet<>();
        directories.add("/dev/shm");
        directories.add(System.getProperty("java.io.tmpdir"));
        for (String directory : directories) {
            File[] files = new File(directory).listFiles((_, name) -> name.startsWith(prefix));
            for (File file : files == null ? new File[0] : files) {
                left.add(file.getPath());
            }
        }
        return left;
    }

    private static List<String> threadsOfOurs() {
        return BETWEEN_THREADS
                .splitAsStream(threadDump())
                .filter(thread -> OURS.matcher(thread).matches())
                .toList();
    }

    // Thread.getAllStackTraces() leaves virtual threads out; only a dump into a file has them.
    private static String threadDump() {
        try {
            Path directory = Files.createTempDirectory("thread-dump");
            Path file = directory.resolve("threads.txt");
            try {
                Object[] arguments = {file.toString(), "TEXT_PLAIN"};
                String[] signature = {String.class.getName(), String.class.getName()};
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                                "dumpThreads",
                                arguments,
                                signature);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (JMException failure) {
            throw new IllegalStateException("This JVM dumps its threads", failure);
        }
    }
}
