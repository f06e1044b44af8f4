package io.manyhands.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/// The names of the threads that are alive, virtual ones too. Stateless.
final class ThreadNames {
    private static final Pattern NAME = Pattern.compile("#\\d+ \"(.*)\".*");

    private ThreadNames() {}

    static List<String> beginningWith(String prefix) {
        return dump().lines()
                .map(NAME::matcher)
                .filter(line -> line.matches() && line.group(1).startsWith(prefix))
                .map(line -> line.group(1))
                .toList();
    }

    // Thread.getAllStackTraces() leaves virtual threads out; only a dump into a file has them.
    private static String dump() {
        try {
            Path directory = Files.createTempDirectory("thread-names");
            Path file = directory.resolve("threads.txt");
            try {
                Object[] arguments = {file.toString(), "TEXT_PLAIN"};
                String[] signature = {String.class.getName(), String.class.getName()};
                Object _ =
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                                        "dumpThreads",
                                        arguments,
                                        signature);
                return Files.readString(file);
            } finally {
                boolean _ = Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (JMException failure) {
            throw new IllegalStateException("This JVM dumps its threads", failure);
        }
    }
}
