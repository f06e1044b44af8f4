package io.manyhands.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The environment variables from which a JVM takes flags: a worker inherits them, but not the
/// debuggers in them, whose ports are the parent's.
final class JvmVariables {
    private static final String[] NAMES = {
        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"
    };

    private JvmVariables() {}

    /// All words in them.
    static List<String> words(Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null) {
                words.addAll(split(value));
            }
        }
        return words;
    }

    /// The variables that a worker must have with another value.
    static Map<String, String> withoutDebuggers(Map<String, String> environment) {
        Map<String, String> changed = new HashMap<>();
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null && value.contains("jdwp")) {
                List<String> words = split(value);
                words.removeIf(JvmVariables::isDebugger);
                changed.put(name, String.join(" ", words));
            }
        }
        return changed;
    }

    private static boolean isDebugger(String word) {
        return word.startsWith("-agentlib:jdwp") || word.startsWith("-Xrunjdwp");
    }

    private static List<String> split(String value) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= value.length(); at++) {
            if (at == value.length() || Character.isWhitespace(value.charAt(at))) {
                if (at > start) {
                    words.add(value.substring(start, at));
                }
                start = at + 1;
            }
        }
        return words;
    }
}
