package io.manyhands.process;

/// The lines that a JVM prints at its start about the variables it found: they say nothing that the
/// parent has not said already.
final class JvmNotices {
    private JvmNotices() {}

    static boolean isNotice(String line) {
        return line.startsWith("Picked up JAVA_TOOL_OPTIONS: ")
                || line.startsWith("Picked up _JAVA_OPTIONS: ")
                || line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS: ");
    }
}
