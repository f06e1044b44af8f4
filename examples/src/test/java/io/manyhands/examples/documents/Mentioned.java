package io.manyhands.examples.documents;

import io.manyhands.Generator;
import io.manyhands.ProcessOptions;
import io.manyhands.Schedule;
import io.manyhands.Select;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a piece of code in a table mentions: types, and members of what is known by a name.
final class Mentioned {
    /// What the tables call objects, and what they are.
    private static final Map<String, Class<?>> OBJECTS =
            Map.ofEntries(
                    Map.entry("barrier", SharedBarrier.class),
                    Map.entry("future", TaskFuture.class),
                    Map.entry("lock", SharedLock.class),
                    Map.entry("options", ProcessOptions.class),
                    Map.entry("out", Generator.Out.class),
                    Map.entry("pipe", PipeEnd.class),
                    Map.entry("queue", SharedQueue.class),
                    Map.entry("schedule", Schedule.class),
                    Map.entry("select", Select.class),
                    Map.entry("view", Submitter.class),
                    Map.entry("workers", Workers.class));

    /// What stands for a type or an object of the reader's.
    private static final Set<String> PLACEHOLDERS = Set.of("Job", "R", "USER");

    private static final List<String> PACKAGES =
            List.of(
                    "io.manyhands.",
                    "io.manyhands.Scope$",
                    "io.manyhands.shared.",
                    "java.io.",
                    "java.lang.",
                    "java.lang.foreign.",
                    "java.lang.invoke.",
                    "java.time.",
                    "java.util.concurrent.",
                    "java.util.concurrent.atomic.",
                    "java.util.concurrent.locks.",
                    "java.util.",
                    "");

    /// What is no Java: texts, and commands of the JDK's tools.
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"|jcmd .*");

    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\w.)-])(?<type>(?:[a-z]+\\.)*[A-Z]\\w*)(?:\\.(?<member>[a-z]\\w*|[A-Z_]+\\b))?"
                        + "|(?<![\\w.)-])(?<object>[a-z]\\w*)\\.(?<method>[a-z]\\w*)");

    private Mentioned() {}

    /// What is mentioned and not to be found.
    static Stream<String> unknown(String code) {
        List<String> unknown = new ArrayList<>();
        Matcher name = NAME.matcher(TEXT.matcher(code).replaceAll(""));
        while (name.find()) {
            boolean isKnown =
                    name.group("type") == null
                            ? has(OBJECTS.get(name.group("object")), name.group("method"))
                            : isKnown(name.group("type"), name.group("member"));
            if (!isKnown) {
                unknown.add(name.group());
            }
        }
        return unknown.stream();
    }

    private static boolean isKnown(String type, @Nullable String member) {
        if (PLACEHOLDERS.contains(type)) {
            return true;
        }
        Optional<Class<?>> found =
                PACKAGES.stream().flatMap(each -> load(each + type).stream()).findFirst();
        return found.isPresent() && (member == null || has(found.get(), member));
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, Mentioned.class.getClassLoader()));
        } catch (ClassNotFoundException none) {
            return Optional.empty();
        }
    }

    private static boolean has(@Nullable Class<?> type, String member) {
        return type != null
                && (Stream.of(type.getMethods()).anyMatch(each -> each.getName().equals(member))
                        || Stream.of(type.getFields())
                                .anyMatch(each -> each.getName().equals(member)));
    }
}
