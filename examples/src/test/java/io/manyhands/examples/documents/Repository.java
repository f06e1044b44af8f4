package io.manyhands.examples.documents;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The repository whose documents are tested.
public final class Repository {
    private Repository() {}

    /// The folder of the repository: the nearest one above with the launcher in it.
    ///
    /// @return an absolute path
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("manyhands"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("The tests run inside the repository");
        }
        return folder;
    }

    /// The folder of the compiled tests.
    static Path testClasses() {
        String file = "/" + Repository.class.getName().replace('.', '/') + ".class";
        try {
            URI found = Objects.requireNonNull(Repository.class.getResource(file)).toURI();
            Path path = Path.of(found);
            for (int i = depth(file); i > 0; i--) {
                path = Objects.requireNonNull(path.getParent());
            }
            return path;
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static int depth(String file) {
        return (int) file.chars().filter(each -> each == '/').count();
    }

    /// What the build has made of another module: where it is depends on the build's settings.
    ///
    /// @param module its folder
    /// @return an absolute path
    public static Path target(String module) {
        Path ours = Objects.requireNonNull(testClasses().getParent());
        return root().resolve(module).resolve(root().resolve("examples").relativize(ours));
    }

    /// The lines of a text that contain a term, found without any workers.
    ///
    /// @param term what to look for
    /// @param file where, in UTF-8
    /// @return the lines, in their order
    /// @throws IOException if the file cannot be read
    public static List<String> linesWith(String term, Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(term)).toList();
        }
    }

    /// All documents that are written by hand.
    static List<Document> documents() throws IOException {
        Path root = root();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> below = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> Document.read(root, file))
                    .toList();
        }
    }

    static Document document(String name) {
        return Document.read(root(), root().resolve(name));
    }
}
