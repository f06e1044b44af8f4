package io.manyhands.cli.find;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Goes through what was named on the command line, and into directories: their entries by name,
/// hidden ones too, without symbolic links, pipes and devices. Confined to one thread at a time.
final class Walk implements Iterator<Entry> {
    private final Queue<String> operands;
    private final Deque<Iterator<Place>> open = new ArrayDeque<>();
    private @Nullable Entry next;

    Walk(List<String> operands) {
        this.operands = new ArrayDeque<>(operands);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            Iterator<Place> directory = open.peek();
            if (directory == null) {
                String operand = operands.poll();
                if (operand == null) {
                    return false;
                }
                next = operand(operand);
            } else if (directory.hasNext()) {
                next = child(directory.next());
            } else {
                open.pop();
            }
        }
        return true;
    }

    @Override
    public Entry next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Entry entry = next;
        next = null;
        return entry;
    }

    private @Nullable Entry operand(String operand) {
        if (operand.equals(Planner.STANDARD_INPUT)) {
            return new Entry(Range.Kind.STREAM, operand, Planner.STANDARD_INPUT_NAME, 0);
        }
        try {
            Path path = Path.of(operand);
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return enter(new Place(path, operand));
            }
            boolean isFile = attributes.isRegularFile() && attributes.size() > 0;
            Range.Kind kind = isFile ? Range.Kind.FILE : Range.Kind.STREAM;
            return new Entry(kind, operand, operand, attributes.size());
        } catch (IOException | IllegalArgumentException failure) {
            return Entry.trouble(failure, operand);
        }
    }

    private @Nullable Entry child(Place place) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            place.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                return enter(place);
            }
            if (!attributes.isRegularFile()) {
                return null;
            }
            Range.Kind kind = attributes.size() > 0 ? Range.Kind.FILE : Range.Kind.STREAM;
            return new Entry(kind, place.text(), place.name(), attributes.size());
        } catch (IOException | IllegalArgumentException failure) {
            return Entry.trouble(failure, place.name());
        }
    }

    private @Nullable Entry enter(Place directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.path())) {
            List<Path> children = new ArrayList<>();
            entries.forEach(children::add);
            Collections.sort(children);
            open.push(children.stream().map(directory::child).iterator());
            return null;
        } catch (IOException failure) {
            return Entry.trouble(failure, directory.name());
        } catch (DirectoryIteratorException | UncheckedIOException failure) {
            return Entry.trouble(failure, directory.name());
        }
    }

    /// A file or directory and how it is called.
    ///
    /// @param path where it is
    /// @param name its name in the output
    private record Place(Path path, String name) {
        Place child(Path child) {
            String separator = name.endsWith("/") ? "" : "/";
            return new Place(child, name + separator + child.getFileName());
        }

        String text() throws TroubleException {
            String text = path.toString();
            if (!Path.of(text).equals(path)) {
                throw new TroubleException("The name of the file is not valid text");
            }
            return text;
        }
    }
}
