package io.manyhands.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The programs that are launched: compiles and packs their sources. Stateless.
final class Programs {
    /// The jar of this library that is shipped.
    static final Path CORE =
            Path.of(Objects.requireNonNull(System.getProperty("manyhands.core.jar")));

    private Programs() {}

    /// The folder or the file of a program's sources.
    static Path sources(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Programs.class.getResource("/programs/" + name))
                            .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Compiles sources, and copies what else lies beside them.
    static Path compiled(Path target, String classPath, Path... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<Path> java =
                    Stream.of(sources)
                            .flatMap(folder -> filesIn(folder).stream())
                            .filter(file -> file.toString().endsWith(".java"))
                            .toList();
            boolean isModule = java.stream().anyMatch(file -> file.endsWith("module-info.java"));
            List<String> options =
                    List.of("-g", "-d", target.toString(), isModule ? "-p" : "-cp", classPath);
            boolean isDone =
                    compiler.getTask(
                                    complaints,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(java))
                            .call();
            assertThat(isDone).as(complaints.toString()).isTrue();
        }
        for (Path folder : sources) {
            for (Path file : filesIn(folder)) {
                if (!file.toString().endsWith(".java")) {
                    Path copy = target.resolve(folder.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /// Compiles a program that uses the library alone, and packs it.
    static Path jar(Path folder, String name, Path... sources) throws IOException {
        Path classes = Files.createDirectory(folder.resolve(name + "-classes"));
        Path jar = folder.resolve(name + ".jar");
        Manifest manifest =
                manifest(Map.of("Implementation-Title", name, "Implementation-Version", "1.2"));
        try (JarOutputStream out = open(jar, manifest)) {
            addFolder(out, "", compiled(classes, CORE.toString(), sources));
        }
        return jar;
    }

    static Manifest manifest(Map<String, String> facts) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        facts.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        return manifest;
    }

    static JarOutputStream open(Path jar, Manifest manifest) throws IOException {
        OutputStream file = Files.newOutputStream(jar);
        return new JarOutputStream(file, manifest);
    }

    /// Adds all files of a folder, and the prefix as a folder.
    static void addFolder(JarOutputStream out, String prefix, Path folder) throws IOException {
        if (!prefix.isEmpty()) {
            add(out, new ZipEntry(prefix), new byte[0]);
        }
        for (Path file : filesIn(folder)) {
            String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
            add(out, new ZipEntry(prefix + name), Files.readAllBytes(file));
        }
    }

    /// Adds all classes and resources of another jar, but what says that it is a module.
    static void addUnpacked(JarOutputStream out, Path jar) throws IOException {
        try (JarFile other = new JarFile(jar.toFile())) {
            for (JarEntry entry : other.stream().toList()) {
                String name = entry.getName();
                if (!entry.isDirectory()
                        && !name.equals("module-info.class")
                        && !name.startsWith("META-INF/")) {
                    add(out, new ZipEntry(name), other.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    /// Adds a file as it is, without compressing it.
    static void addStored(JarOutputStream out, String name, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        add(out, entry, content);
    }

    private static void add(JarOutputStream out, ZipEntry entry, byte[] content)
            throws IOException {
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
