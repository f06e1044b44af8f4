package io.manyhands.examples.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles snippets in memory, with all warnings.
final class Compiler {
    /// A snippet that was compiled, or what javac has against it.
    ///
    /// @param snippet the snippet
    /// @param complaints errors and warnings, each with its line in the document
    /// @param type the class that runs it, or null
    record Compiled(Snippet snippet, List<String> complaints, @Nullable Class<?> type) {}

    private static final class Source extends SimpleJavaFileObject {
        private final Snippet snippet;
        private final String text;

        Source(Snippet snippet, int number) {
            super(
                    URI.create(
                            "string:///"
                                    + snippet.className(number).replace('.', '/')
                                    + Kind.SOURCE.extension),
                    Kind.SOURCE);
            this.snippet = snippet;
            this.text = snippet.source(number);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Bytes extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Bytes(String className) {
            super(URI.create("memory:///" + className), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, Bytes> classes = new HashMap<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            return classes.computeIfAbsent(className, Bytes::new);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, Bytes> classes;

        Loader(Map<String, Bytes> classes) {
            super(Prepared.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Bytes found = classes.get(name);
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = found.bytes.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }

        /// For those who look for the names of variables in the file of a class.
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            Bytes found = classes.get(name.replaceAll("\\.class$", "").replace('/', '.'));
            return found == null
                    ? super.getResourceAsStream(name)
                    : new ByteArrayInputStream(found.bytes.toByteArray());
        }
    }

    private Compiler() {}

    /// Compiles snippets all at once; if that fails, one by one, so that each gets its own due.
    static List<Compiled> compile(List<Snippet> snippets) throws IOException {
        List<Compiled> together = compileTogether(snippets);
        if (snippets.size() == 1 || together.stream().allMatch(each -> each.type != null)) {
            return together;
        }
        List<Compiled> compiled = new ArrayList<>();
        for (Snippet snippet : snippets) {
            compiled.addAll(compileTogether(List.of(snippet)));
        }
        return compiled;
    }

    private static List<Compiled> compileTogether(List<Snippet> snippets) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Snippet snippet : snippets) {
            sources.add(new Source(snippet, sources.size() + 1));
        }
        JavaCompiler javac = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (Memory memory = new Memory(javac.getStandardFileManager(said, Locale.ROOT, UTF_8))) {
            List<String> options =
                    List.of("-Xlint:all", "-proc:none", "-g", "-classpath", classPath());
            boolean _ = javac.getTask(null, memory, said, options, null, sources).call();
            Loader loader = new Loader(memory.classes);
            List<Compiled> compiled = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                String name = source.snippet.className(i + 1);
                Class<?> type = memory.classes.containsKey(name) ? load(loader, name) : null;
                compiled.add(new Compiled(source.snippet, complaints(source, said), type));
            }
            return compiled;
        }
    }

    private static Class<?> load(Loader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<String> complaints(
            Source source, DiagnosticCollector<JavaFileObject> said) {
        return said.getDiagnostics().stream()
                .filter(each -> each.getSource() instanceof Source of && of.equals(source))
                .map(each -> complaint(source.snippet, each))
                .toList();
    }

    private static String complaint(Snippet snippet, Diagnostic<?> diagnostic) {
        return snippet.document()
                + ":"
                + snippet.documentLine(diagnostic.getLineNumber())
                + ": "
                + diagnostic.getMessage(Locale.ROOT);
    }

    /// Everything that the tests see, whichever path it is on, and the tests themselves.
    private static String classPath() {
        return Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        Repository.testClasses().toString())
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
