package io.manyhands.examples.pictures;

import io.manyhands.examples.pictures.Story.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where everything is in a picture of a story, in pixels: a column for each lane, a box for each
/// step, and arrows that run between the rows and between the columns, never through a box. No font
/// is asked for its widths: every letter is taken to be a wide one.
final class Layout {
    /// A place. Its text is as in the paths of SVG.
    record Point(int x, int y) {
        @Override
        public String toString() {
            return x + " " + y;
        }
    }

    /// A rectangle with lines of text.
    record Box(int left, int top, int width, int height, List<String> lines) {
        int center() {
            return left + width / 2;
        }

        int bottom() {
            return top + height;
        }
    }

    /// An arrow, by its corners: down, aside, down, and so on.
    record Route(List<Point> corners) {}

    /// An arrow from a step to one of another lane.
    ///
    /// @param slot which of the arrows side by side that pass other rows, from its end's lane on
    private record Arrow(Step from, Step to, int slot) {
        boolean passesRows() {
            return to.row() > from.row() + 1;
        }
    }

    /// A level part of an arrow, in the gap below a row.
    private record Level(Arrow arrow, int row, int from, int to) {
        boolean isInTheWayOf(Level other) {
            boolean overlaps =
                    Math.min(from, to) <= Math.max(other.from, other.to)
                            && Math.min(other.from, other.to) <= Math.max(from, to);
            boolean joins = arrow.from.equals(other.arrow.from) || arrow.to.equals(other.arrow.to);
            return row == other.row && overlaps && !(joins && to > from == other.to > other.from);
        }
    }

    static final int MARGIN = 20;
    static final int LINE = 17;
    static final int PADDING = 7;
    private static final int WIDTH = 840;
    private static final int WIDEST_LANE = 220;
    private static final int NARROW_LANE = 140;
    private static final int FEW_LINES_APART = 12;
    private static final int APART = 36;
    private static final int FOOT = 34;
    private static final double LETTER = 7.4;
    private static final int TRACK_MARGIN = 13;
    private static final int TRACK = 8;
    private static final int SLOT_MARGIN = 9;
    private static final int SLOT = 7;
    private static final int SLOTS = 4;
    private static final int LEAVES = 7;
    private static final int ARRIVES = 18;

    private final Story story;
    private final int lane;
    private final int apart;
    private final List<Arrow> arrows = new ArrayList<>();
    private final Map<Level, Integer> tracks = new HashMap<>();
    private final int[] tops;
    private final int[] heights;

    Layout(Story story) {
        this.story = story;
        lane = Math.min(WIDEST_LANE, WIDTH / story.lanes().size());
        apart = lane < NARROW_LANE ? FEW_LINES_APART : APART;
        story.steps().forEach(step -> step.causes().forEach(cause -> add(cause, step)));
        arrows.forEach(this::findTracks);
        tops = new int[story.rows() + 1];
        heights = new int[story.rows()];
        for (Step step : story.steps()) {
            heights[step.row()] = Math.max(heights[step.row()], height(lines(step.what())));
        }
        tops[0] = head(0).bottom() + TRACK_MARGIN;
        for (int row = 0; row < heights.length; row++) {
            tops[row + 1] = tops[row] + heights[row] + gap(row);
        }
    }

    int width() {
        return 2 * MARGIN + lane * story.lanes().size();
    }

    int height() {
        return foot() + MARGIN;
    }

    /// The base line of the text below the picture.
    int foot() {
        return tops[heights.length - 1] + heights[heights.length - 1] + FOOT;
    }

    Box head(int index) {
        List<String> name = List.of(story.lanes().get(index));
        return new Box(left(index), MARGIN, lane - apart, height(name), name);
    }

    Box box(Step step) {
        int index = laneOf(step);
        int row = step.row();
        return new Box(left(index), tops[row], lane - apart, heights[row], lines(step.what()));
    }

    List<Route> routes() {
        return arrows.stream().map(this::route).toList();
    }

    private void add(Step from, Step to) {
        int slot = 0;
        for (Arrow other : arrows) {
            boolean isBeside =
                    other.passesRows()
                            && other.to.who().equals(to.who())
                            && isToRight(other.from, to) == isToRight(from, to)
                            && other.to.row() > from.row();
            slot = isBeside ? Math.max(slot, other.slot + 1) : slot;
        }
        Arrow arrow = new Arrow(from, to, slot);
        if (arrow.passesRows() && slot >= SLOTS) {
            throw new IllegalArgumentException("There is room for few arrows: step=" + to);
        }
        arrows.add(arrow);
    }

    private void findTracks(Arrow arrow) {
        for (Level level : levels(arrow)) {
            int track = 0;
            for (Map.Entry<Level, Integer> other : tracks.entrySet()) {
                boolean isInTheWay = level.isInTheWayOf(other.getKey());
                track = isInTheWay ? Math.max(track, other.getValue() + 1) : track;
            }
            tracks.put(level, track);
        }
    }

    private List<Level> levels(Arrow arrow) {
        int side = isToRight(arrow.from, arrow.to) ? 1 : -1;
        int leaves = center(arrow.from) + side * LEAVES;
        int arrives = center(arrow.to) - side * ARRIVES;
        int before = arrow.to.row() - 1;
        if (!arrow.passesRows()) {
            return List.of(new Level(arrow, before, leaves, arrives));
        }
        int beside = SLOT_MARGIN + arrow.slot * SLOT;
        int passes = center(arrow.to) - side * ((lane - apart) / 2 + beside);
        return List.of(
                new Level(arrow, arrow.from.row(), leaves, passes),
                new Level(arrow, before, passes, arrives));
    }

    private Route route(Arrow arrow) {
        List<Point> corners = new ArrayList<>();
        List<Level> levels = levels(arrow);
        corners.add(new Point(levels.getFirst().from, bottom(arrow.from.row())));
        for (Level level : levels) {
            int track = tracks.getOrDefault(level, 0);
            int y = bottom(level.row) + TRACK_MARGIN + track * TRACK;
            corners.add(new Point(level.from, y));
            corners.add(new Point(level.to, y));
        }
        corners.add(new Point(levels.getLast().to, tops[arrow.to.row()]));
        return new Route(corners);
    }

    private int gap(int row) {
        return tracks.entrySet().stream()
                .filter(each -> each.getKey().row == row)
                .mapToInt(each -> 2 * TRACK_MARGIN + each.getValue() * TRACK)
                .max()
                .orElse(TRACK_MARGIN);
    }

    private int bottom(int row) {
        return tops[row] + heights[row];
    }

    private boolean isToRight(Step from, Step to) {
        return laneOf(from) < laneOf(to);
    }

    private int laneOf(Step step) {
        return story.lanes().indexOf(step.who());
    }

    private int center(Step step) {
        return left(laneOf(step)) + (lane - apart) / 2;
    }

    private int left(int index) {
        return MARGIN + index * lane + apart / 2;
    }

    private static int height(List<String> lines) {
        return lines.size() * LINE + 2 * PADDING;
    }

    private List<String> lines(String text) {
        int letters = (int) ((lane - apart - PADDING) / LETTER);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        if (lines.stream().anyMatch(each -> each.length() > letters)) {
            throw new IllegalArgumentException("A word must have room in its box: text=" + text);
        }
        return lines;
    }
}
