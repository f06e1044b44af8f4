package io.manyhands.benchmarks;

import io.manyhands.benchmarks.Section.Kind;
import io.manyhands.benchmarks.Section.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the tables show, and in which order.
final class Report {
    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "time of a round trip, threads, against the fixed pool",
                            Scores.key(RoundTrip.class, Place.THREADS),
                            Scores.key(RoundTrip.class, Place.FIXED_POOL),
                            1.3,
                            false),
                    new Target(
                            "empty items a second, `map` on two threads",
                            Scores.key(MapEmpty.class, Way.THREADS),
                            null,
                            4_000_000,
                            true),
                    new Target(
                            "bytes for each pending task, threads",
                            Scores.key(PendingTasks.class, Place.THREADS),
                            null,
                            500,
                            false));

    private Report() {}

    /// All tables in Markdown.
    static String markdown(String method, Scores scores) {
        String targets =
                TARGETS.stream()
                        .map(target -> target.markdown(scores))
                        .collect(Collectors.joining());
        String tables =
                sections().map(section -> section.markdown(scores)).collect(Collectors.joining());
        return "# Numbers\n\n%s\n\n".formatted(method)
                + (targets.isEmpty() ? "" : "## Targets\n\n" + Target.HEAD + targets + "\n")
                + tables.stripTrailing()
                + "\n";
    }

    private static Stream<Section> sections() {
        return Stream.of(
                        Stream.of(
                                places(RoundTrip.class, "Round trip of one empty task", "us"),
                                rates(ManyTasks.class, "10,000 empty tasks, all awaited"),
                                ways(MapEmpty.class, "Map of 200,000 empty items", "items/s")),
                        Arrays.stream(MapWork.Shape.values()).map(Report::work),
                        Stream.of(
                                places(StartUp.class, "Open, one empty task, close", "us"),
                                nested(),
                                shared(),
                                handOver(HandOver.User.VIRTUAL, "a virtual thread"),
                                handOver(HandOver.User.PLATFORM, "a platform thread"),
                                pending()))
                .flatMap(part -> part);
    }

    private static Section places(Class<?> benchmark, String title, String unit) {
        return new Section(title, unit, Kind.TIME, placeRows(benchmark));
    }

    private static Section rates(Class<?> benchmark, String title) {
        return new Section(title, "tasks/s", Kind.RATE, placeRows(benchmark));
    }

    private static List<Row> placeRows(Class<?> benchmark) {
        Row pool = row(benchmark, Place.FIXED_POOL, null);
        Row perTask = row(benchmark, Place.PER_TASK, null);
        return List.of(
                row(benchmark, Place.THREADS, pool),
                pool,
                row(benchmark, Place.VIRTUAL, perTask),
                perTask);
    }

    private static Section nested() {
        Row forkJoin = row(NestedTasks.class, Place.FORK_JOIN, null);
        Row perTask = row(NestedTasks.class, Place.PER_TASK, null);
        List<Row> rows =
                List.of(
                        row(NestedTasks.class, Place.THREADS, forkJoin),
                        forkJoin,
                        row(NestedTasks.class, Place.VIRTUAL, perTask),
                        perTask);
        return new Section(
                "A tree of 85 tasks that wait for their children", "us", Kind.TIME, rows);
    }

    private static Section shared() {
        List<Row> rows = new ArrayList<>();
        Sharing[] all = Sharing.values();
        for (int i = 0; i < all.length; i += 2) {
            Row plain = row(all[i + 1], null);
            rows.add(row(all[i], plain));
            rows.add(plain);
        }
        return new Section("What tasks of threads share", "ns", Kind.TIME, rows);
    }

    private static Section handOver(HandOver.User user, String who) {
        Row parking = row(user, Passing.PARKING, null);
        List<Row> rows = new ArrayList<>();
        for (Passing each : Passing.values()) {
            rows.add(each == Passing.PARKING ? parking : row(user, each, parking));
        }
        return new Section("One hand-over between a body and " + who, "us", Kind.TIME, rows);
    }

    private static Row row(HandOver.User user, Passing what, @Nullable Row peer) {
        return new Row(what.label(), Scores.key(HandOver.class, user, what), peer);
    }

    private static Row row(Sharing what, @Nullable Row peer) {
        return new Row(what.label(), Scores.key(SharedLocks.class, what), peer);
    }

    private static Section pending() {
        Row pool = row(PendingTasks.class, Place.FIXED_POOL, null);
        List<Row> rows = List.of(row(PendingTasks.class, Place.THREADS, pool), pool);
        return new Section("Memory of each pending task", "bytes", Kind.SIZE, rows);
    }

    private static Row row(Class<?> benchmark, Place place, @Nullable Row peer) {
        return new Row(place.label(), Scores.key(benchmark, place), peer);
    }

    private static Section ways(Class<?> benchmark, String title, String unit) {
        Row pool = new Row(Way.FIXED_POOL.label(), Scores.key(benchmark, Way.FIXED_POOL), null);
        List<Row> rows = new ArrayList<>();
        for (Way way : Way.values()) {
            rows.add(
                    way == Way.FIXED_POOL
                            ? pool
                            : new Row(way.label(), Scores.key(benchmark, way), pool));
        }
        return new Section(title, unit, Kind.RATE, rows);
    }

    private static Section work(MapWork.Shape shape) {
        Class<?> benchmark = MapWork.class;
        Row loop = new Row(Way.LOOP.label(), Scores.key(benchmark, shape, Way.LOOP), null);
        List<Row> rows = new ArrayList<>();
        for (Way way : Way.values()) {
            rows.add(
                    way == Way.LOOP
                            ? loop
                            : new Row(way.label(), Scores.key(benchmark, shape, way), loop));
        }
        return new Section("Map of " + shape.label(), "ms", Kind.TIME, rows);
    }
}
