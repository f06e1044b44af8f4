package memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles a program into memory and runs it from there.
public final class Memory extends ClassLoader {
    private final Map<String, byte[]> resources;
    private final boolean keepsBytes;

    private Memory(Map<String, byte[]> resources, boolean keepsBytes) {
        super(Memory.class.getClassLoader());
        this.resources = resources;
        this.keepsBytes = keepsBytes;
    }

    /// The folder with the sources, the class to run, and whether the loader gives bytes away.
    public static void main(String[] arguments) throws Exception {
        Map<String, byte[]> resources = compile(Path.of(arguments[0]));
        Memory loader = new Memory(resources, Boolean.parseBoolean(arguments[2]));
        loader.loadClass(arguments[1])
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] bytes = resources.get(name.replace('.', '/') + ".class");
            if (loaded == null && bytes != null) {
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] bytes = keepsBytes ? resources.get(name) : null;
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    private static Map<String, byte[]> compile(Path sources) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Map<String, byte[]> resources = new HashMap<>();
        for (Path each : files) {
            String name = sources.relativize(each).toString();
            resources.put(name, Files.readAllBytes(each));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var standard = compiler.getStandardFileManager(null, null, null);
        var java = files.stream().filter(file -> file.toString().endsWith(".java")).toList();
        var task =
                compiler.getTask(
                        null,
                        new Written(standard, resources),
                        null,
                        List.of("-g"),
                        null,
                        standard.getJavaFileObjectsFromPaths(java));
        if (!task.call()) {
            throw new IllegalStateException("The program must compile");
        }
        return resources;
    }

    private static final class Written extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, byte[]> resources;

        Written(StandardJavaFileManager files, Map<String, byte[]> resources) {
            super(files);
            this.resources = resources;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location place, String name, JavaFileObject.Kind kind, FileObject s) {
            String resource = name.replace('.', '/') + ".class";
            return new SimpleJavaFileObject(URI.create("memory:///" + resource), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            resources.put(resource, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
