package io.manyhands.testkit.contract;

import io.manyhands.testkit.Leavings;
import java.util.List;
import java.util.regex.Pattern;

/// The names of the threads that are alive, virtual ones too. Stateless.
final class ThreadNames {
    private static final Pattern NAME = Pattern.compile("#\\d+ \"(.*)\".*");

    private ThreadNames() {}

    static List<String> beginningWith(String prefix) {
        return Leavings.threadDump()
                .lines()
                .map(NAME::matcher)
                .filter(line -> line.matches() && line.group(1).startsWith(prefix))
                .map(line -> line.group(1))
                .toList();
    }
}
