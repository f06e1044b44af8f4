package io.manyhands.examples;

import io.manyhands.LocalOptions;
import io.manyhands.Workers;
import io.manyhands.dashboard.LivePage;
import io.manyhands.dashboard.Progress;
import io.manyhands.dashboard.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A build that can be watched: a progress bar if there is a terminal, a page for the browser, and
/// a timeline of it afterwards. Needs the module of the dashboard.
public final class WatchedBuild {
    private static final int FILES = 200;
    private static final int ROUNDS = 20_000;

    private WatchedBuild() {}

    /// Builds, and prints what there is to be seen.
    ///
    /// @param args where the timeline goes; nothing for a file that is thrown away
    /// @throws IOException if the timeline cannot be written
    public static void main(String[] args) throws IOException {
        Path file = args.length > 0 ? Path.of(args[0]) : Files.createTempFile("timeline", ".json");
        List<Integer> sources = IntStream.range(0, FILES).boxed().toList();
        try (Timeline timeline = Timeline.to(file);
                Workers workers = Workers.threads(recordedBy(timeline));
                LivePage page = LivePage.open(workers)) {
            System.out.println("to be seen at " + page.address());
            var classes = workers.named("compile").map(sources, WatchedBuild::compile);
            try (var compiled = Progress.over("compile", classes, FILES)) {
                System.out.println("compiled: " + compiled.toList().size());
            }
        }
        String written = Files.readString(file);
        System.out.println("slices: " + (written.split("\"ph\":\"X\"", -1).length - 1));
        if (args.length == 0) {
            Files.delete(file);
        }
    }

    private static LocalOptions recordedBy(Timeline timeline) {
        return LocalOptions.defaults().withCount(2).withListener(timeline.listener());
    }

    private static int compile(int source) {
        int code = source;
        for (int i = 0; i < ROUNDS; i++) {
            code = code * 31 + i;
        }
        return code;
    }
}
