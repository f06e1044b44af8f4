package io.manyhands.examples.pictures;

import io.manyhands.examples.pictures.Layout.Box;
import io.manyhands.examples.pictures.Layout.Point;
import io.manyhands.examples.pictures.Layout.Route;
import io.manyhands.examples.pictures.Story.Step;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A picture of a story, as the text of an SVG file. The same story gives the same text.
final class Picture {
    /// Colours that can be read on a light and on a dark page, whatever the page says itself.
    private static final String STYLE =
            """

            text { font: 13px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif;
              fill: #1f2328; text-anchor: middle; }
            .card { fill: #ffffff; stroke: #d1d9e0; }
            .head { fill: #e6eaef; }
            .name { font-weight: 600; }
            .lane { fill: none; stroke: #e6eaef; stroke-width: 1.5; }
            .box { fill: #ddf4ff; stroke: #54aeff; }
            .waits { fill: #fff8c5; stroke: #bf8700; stroke-dasharray: 5 3; }
            .trouble { fill: #ffebe9; stroke: #ff8182; }
            .life { fill: none; stroke: #54aeff; stroke-width: 3; }
            .idle { fill: none; stroke: #818b98; stroke-width: 1.5; stroke-dasharray: 1.5 4; }
            .arrow { fill: none; stroke: #59636e; stroke-width: 1.5; }
            .tip { fill: #59636e; }
            .foot { font-size: 11.5px; fill: #59636e; text-anchor: start; }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc; }
              .card { fill: #0d1117; stroke: #3d444d; }
              .head { fill: #2f3742; }
              .lane { stroke: #2f3742; }
              .box { fill: #0c2d6b; stroke: #388bfd; }
              .waits { fill: #341a00; stroke: #d29922; }
              .trouble { fill: #490202; stroke: #f85149; }
              .life { stroke: #388bfd; }
              .idle, .arrow { stroke: #9198a1; }
              .tip, .foot { fill: #9198a1; }
            }
            """;

    private static final String FOOT =
            "From top to bottom; what is side by side happens at once, or in any order. "
                    + "Dotted: waits.";
    private static final List<String> TROUBLE = List.of("crashes", "gives up", "gets a ");
    private static final int ROUND = 5;
    private static final int TIP = 7;
    private static final int BASE = 4;

    private final Story story;
    private final Layout layout;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter svg;

    private Picture(Story story) throws XMLStreamException {
        this.story = story;
        layout = new Layout(story);
        svg = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /// Draws a story.
    ///
    /// @param title what it is about
    /// @param story what happened
    /// @return the text of an SVG file
    static String of(String title, Story story) {
        try {
            return new Picture(story).draw(title);
        } catch (XMLStreamException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String draw(String title) throws XMLStreamException {
        String width = String.valueOf(layout.width());
        String height = String.valueOf(layout.height());
        svg.writeStartElement("svg");
        attributes("xmlns", "http://www.w3.org/2000/svg", "role", "img");
        attributes("aria-labelledby", "title description");
        attributes("width", width, "height", height, "viewBox", "0 0 " + width + " " + height);
        words("title", title, "id", "title");
        words("desc", description(), "id", "description");
        words("style", STYLE);
        rectangle("card", new Box(1, 1, layout.width() - 2, layout.height() - 2, List.of()));
        for (int lane = 0; lane < story.lanes().size(); lane++) {
            lane(lane);
        }
        for (Route route : layout.routes()) {
            arrow(route.corners());
        }
        for (Step step : story.steps()) {
            box(look(step), "", layout.box(step));
        }
        String foot = String.valueOf(layout.foot());
        words("text", FOOT, "class", "foot", "x", String.valueOf(Layout.MARGIN), "y", foot);
        svg.writeCharacters("\n");
        svg.writeEndElement();
        return text + "\n";
    }

    /// The steps in their order, for those who do not see them.
    private String description() {
        return story.steps().stream()
                .map(step -> step.who() + ": " + step.what())
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String look(Step step) {
        boolean isTrouble = TROUBLE.stream().anyMatch(step.what()::startsWith);
        return isTrouble ? "trouble" : step.waits() ? "waits" : "box";
    }

    /// The name of a lane, and below it what it does from step to step: it runs, or waits.
    private void lane(int index) throws XMLStreamException {
        Box before = layout.head(index);
        box("head", "name", before);
        boolean hasBegun = false;
        for (Step step : story.steps()) {
            if (step.who().equals(story.lanes().get(index))) {
                Box box = layout.box(step);
                boolean runs = step.causes().isEmpty();
                String look = !hasBegun ? "lane" : runs ? "life" : "idle";
                String way = "M" + box.center() + " " + before.bottom() + "V" + box.top();
                empty("path", "class", look, "d", way);
                before = box;
                hasBegun = true;
            }
        }
    }

    private void box(String look, String name, Box box) throws XMLStreamException {
        rectangle(look, box);
        int middle = box.top() + box.height() / 2 + BASE;
        int y = middle - (box.lines().size() - 1) * Layout.LINE / 2;
        for (String line : box.lines()) {
            String x = String.valueOf(box.center());
            words("text", line, "class", name, "x", x, "y", String.valueOf(y));
            y += Layout.LINE;
        }
    }

    private void rectangle(String look, Box box) throws XMLStreamException {
        empty("rect");
        attributes("class", look, "x", String.valueOf(box.left()), "y", String.valueOf(box.top()));
        attributes("width", String.valueOf(box.width()), "height", String.valueOf(box.height()));
        attributes("rx", String.valueOf(ROUND));
    }

    /// A line with round corners, and its tip.
    private void arrow(List<Point> corners) throws XMLStreamException {
        Point first = corners.getFirst();
        Point last = corners.getLast();
        StringBuilder way = new StringBuilder("M" + first);
        for (int i = 1; i < corners.size() - 1; i++) {
            Point here = corners.get(i);
            Point in = near(here, corners.get(i - 1));
            Point out = near(here, corners.get(i + 1));
            way.append("L" + in + "Q" + here + " " + out);
        }
        way.append("V" + (last.y() - TIP));
        empty("path", "class", "arrow", "d", way.toString());
        String tip = "M" + last + "l-4 -" + TIP + "h8z";
        empty("path", "class", "tip", "d", tip);
    }

    /// Where the round part of a corner begins, on the way to its neighbour.
    private static Point near(Point corner, Point neighbour) {
        int x = Math.clamp(neighbour.x() - corner.x(), -ROUND, ROUND);
        int y = Math.clamp(neighbour.y() - corner.y(), -ROUND, ROUND);
        return new Point(corner.x() + x, corner.y() + y);
    }

    private void words(String element, String content, String... attributes)
            throws XMLStreamException {
        svg.writeCharacters("\n");
        svg.writeStartElement(element);
        attributes(attributes);
        svg.writeCharacters(content);
        svg.writeEndElement();
    }

    private void empty(String element, String... attributes) throws XMLStreamException {
        svg.writeCharacters("\n");
        svg.writeEmptyElement(element);
        attributes(attributes);
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                svg.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
    }
}
