package io.manyhands.examples.pictures;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a program has printed of its run: who did what, and who waited for whom. The package of the
/// programs says how the lines are written. Immutable.
///
/// Only what each lane says in its order counts, and which line let which one go on. So the story
/// is the same on every run of a program that forces that much, in whatever order its threads
/// print.
///
/// @param lanes who takes part, from left to right
/// @param steps what was done, from top to bottom and from left to right
record Story(List<String> lanes, List<Step> steps) {
    /// A line. A lane has one in a row at most, so these two make it equal.
    ///
    /// @param who the lane
    /// @param what the text behind the name
    /// @param row 0 or more: behind the step before in its lane, and behind all its causes. This is
    ///   [Lamport's clock](https://doi.org/10.1145/359545.359563).
    /// @param causes the steps of others that it has waited for
    record Step(String who, String what, int row, List<Step> causes) {
        boolean waits() {
            return what.startsWith("waits ");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Step step && row == step.row && who.equals(step.who);
        }

        @Override
        public int hashCode() {
            return Objects.hash(who, row);
        }
    }

    private static final Pattern LINE =
            Pattern.compile("([^:<>]+?)(?: <- ([^:<>]+?))?(?: -> ([^:<>]+?))?: (.+)");

    /// Reads what was printed, and checks that it can have happened.
    ///
    /// @param lanes who takes part, from left to right
    /// @param lines what was printed, in its order
    /// @throws IllegalArgumentException if a line is none, or an arrow has one end only, or
    ///   somebody went on before what he waited for
    static Story of(List<String> lanes, List<String> lines) {
        Reader reader = new Reader(lanes);
        lines.forEach(reader::read);
        return new Story(lanes, reader.steps());
    }

    int rows() {
        return steps.stream().mapToInt(Step::row).max().orElse(-1) + 1;
    }

    private static final class Reader {
        /// A line, and where it was among all.
        private record Said(Step step, int position) {}

        /// What was said for somebody, by somebody, and was not yet waited for.
        private record Arrow(String from, String to) {}

        private final List<String> lanes;
        private final List<Step> steps = new ArrayList<>();
        private final Map<String, Said> last = new HashMap<>();
        private final Map<Arrow, Deque<Said>> pending = new HashMap<>();

        Reader(List<String> lanes) {
            this.lanes = lanes;
        }

        void read(String line) {
            Matcher parts = LINE.matcher(line);
            check(parts.matches(), "A line must be `who <- whom -> whom: what`", line);
            String who = parts.group(1);
            check(lanes.contains(who), "A line must be of one of the lanes", line);
            List<Said> causes = names(parts.group(2)).map(from -> cause(from, who, line)).toList();
            Said before = last.get(who);
            check(
                    before == null
                            || !before.step.waits()
                            || causes.stream().anyMatch(cause -> cause.position > before.position),
                    "Who says that he waits must go on because of something later",
                    line);
            int row =
                    Stream.concat(causes.stream(), Stream.ofNullable(before))
                            .mapToInt(each -> each.step.row + 1)
                            .max()
                            .orElse(0);
            List<Step> found = causes.stream().map(Said::step).toList();
            Said said = new Said(new Step(who, parts.group(4), row, found), steps.size());
            last.put(who, said);
            steps.add(said.step);
            names(parts.group(3))
                    .map(to -> pending.computeIfAbsent(new Arrow(who, to), _ -> new ArrayDeque<>()))
                    .forEach(arrows -> arrows.add(said));
        }

        private Said cause(String from, String to, String line) {
            Deque<Said> said = pending.getOrDefault(new Arrow(from, to), new ArrayDeque<>());
            check(!said.isEmpty(), "What was waited for must have been said before", line);
            return said.remove();
        }

        List<Step> steps() {
            pending.forEach((arrow, left) ->
                    left.forEach(
                            said -> check(false, "What was said must arrive", arrow + " " + said)));
            return steps.stream()
                    .sorted(
                            Comparator.comparingInt(Step::row)
                                    .thenComparingInt(step -> lanes.indexOf(step.who)))
                    .toList();
        }

        private static Stream<String> names(@Nullable String list) {
            return list == null ? Stream.of() : Stream.of(list.split(", ", -1));
        }

        private static void check(boolean holds, String rule, String line) {
            if (!holds) {
                throw new IllegalArgumentException(rule + ": line=" + line);
            }
        }
    }
}
