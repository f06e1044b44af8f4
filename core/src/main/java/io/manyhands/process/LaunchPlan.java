package io.manyhands.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that makes a worker's JVM the same program as its parent, worked out once. Immutable,
/// but for the copies that it lets go when they are in the private directory.
final class LaunchPlan {
    private static final String CORE_MODULE = "io.manyhands";
    private static final String CORE_COPY = "core.jar";

    private final String java;
    private final byte[] argumentFile;
    private final Map<String, String> unsayable;
    private final Surroundings surroundings;
    private final Charset charset;
    private @Nullable BootClasses bootClasses;
    private byte @Nullable [] coreCopy;

    private LaunchPlan(Writing writing, ParentJvm parent) throws LaunchFailure {
        this.java = writing.java();
        this.charset = parent.charset();
        this.argumentFile = ArgumentFile.write(writing.arguments, charset);
        this.unsayable = Map.copyOf(writing.unsayable);
        this.bootClasses = writing.bootClasses;
        this.coreCopy = writing.coreCopy;
        this.surroundings = writing.options.surroundings().within(parent.environment());
    }

    /// Works it out.
    ///
    /// @param directory where the private directory is to be
    /// @throws LaunchFailure if what a user asks for cannot be, or this system cannot do it
    static LaunchPlan of(ParentJvm parent, JvmOptions options, Path directory)
            throws LaunchFailure {
        options.check();
        Writing writing = new Writing(parent, options, directory);
        writing.write();
        return new LaunchPlan(writing, parent);
    }

    /// Puts the copies of this library into the directory that workers need.
    ///
    /// @throws LaunchFailure if they cannot be there
    void furnish(PrivateDirectory directory) throws LaunchFailure {
        try {
            if (coreCopy != null) {
                Path _ = directory.write(CORE_COPY, coreCopy);
            }
        } catch (IOException failure) {
            throw new LaunchFailure(
                    "This library must be writable for its workers: cause=" + failure, failure);
        }
        if (bootClasses != null) {
            bootClasses.put(directory);
        }
        coreCopy = null;
        bootClasses = null;
    }

    /// The program to start.
    String java() {
        return java;
    }

    /// The content of its argument file.
    byte[] argumentFile() {
        return argumentFile.clone();
    }

    /// The environment variables that differ from the parent's, and the directory.
    Surroundings surroundings() {
        return surroundings;
    }

    /// The properties that a worker must set before its first task, because no command line can say
    /// them or because they take long to find out. To be called when a worker is starting.
    Map<String, String> lateProperties() {
        return SystemProperties.late(unsayable);
    }

    /// The encoding of file names, and of what native code prints.
    Charset charset() {
        return charset;
    }

    /// Writes the arguments in their order: later ones win. Confined.
    private static final class Writing {
        private final ParentJvm parent;
        private final JvmOptions options;
        private final Path directory;
        private final List<String> variableWords;
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> unsayable = new HashMap<>();
        private @Nullable BootClasses bootClasses;
        private byte @Nullable [] coreCopy;

        Writing(ParentJvm parent, JvmOptions options, Path directory) {
            this.parent = parent;
            this.options = options;
            this.directory = directory;
            this.variableWords =
                    JvmVariables.words(options.surroundings().environment(parent.environment()));
        }

        String java() throws LaunchFailure {
            File program = new File(parent.home(), "bin/java");
            if (!program.canExecute()) {
                throw new LaunchFailure(
                        "Worker processes need the java program of this JVM: file=" + program);
            }
            return program.getPath();
        }

        void write() throws LaunchFailure {
            List<String> added = JvmFlags.toAdd(options.flags());
            for (String flag : parent.flags()) {
                arguments.add(JvmFlags.withAbsolutePaths(flag));
            }
            addLeanFlags(added);
            addBootClasses(added);
            addProperties();
            addModules();
            List<String> said = new ArrayList<>(variableWords);
            said.addAll(added);
            arguments.addAll(options.heapFlags(said));
            arguments.addAll(added);
            addProgram();
        }

        private void addLeanFlags(List<String> added) {
            // Two collectors are refused.
            if (!JvmFlags.chooseCollector(added) && !JvmFlags.chooseCollector(variableWords)) {
                arguments.add("-XX:+UseSerialGC");
            }
            arguments.add("-Xshare:auto");
            arguments.addAll(JvmFlags.forSharedArchive());
            arguments.add("-XX:-UsePerfData");
            String place = directory.toString().replace("%", "%%");
            arguments.add("-XX:ErrorFile=" + place + "/" + Launcher.FATAL_ERROR_FILE + "%p.log");
        }

        /// An archive of classes that a user has made does not fit another path of the JVM's
        /// loader.
        private void addBootClasses(List<String> added) throws LaunchFailure {
            if (parent.core().isBootModule()
                    || !options.mainClass().equals(JvmOptions.WORKER_MAIN)
                    || JvmFlags.chooseArchive(added)
                    || JvmFlags.chooseArchive(variableWords)) {
                return;
            }
            Path file = coreFile();
            bootClasses =
                    coreCopy == null
                            ? BootClasses.of(file)
                            : BootClasses.of(file, coreCopy.clone());
            if (bootClasses != null) {
                arguments.add("-Xbootclasspath/a:" + bootClasses.place(directory));
            }
        }

        private void addProperties() {
            for (Map.Entry<String, String> each : parent.properties().entrySet()) {
                String name = each.getKey();
                if (name.equals("user.dir") && options.surroundings().directory() != null) {
                    // The worker's JVM finds out its own.
                    continue;
                }
                String definition = "-D" + name + "=" + each.getValue();
                if (name.indexOf('=') < 0
                        && ArgumentFile.isWritable(definition, parent.charset())) {
                    arguments.add(definition);
                } else {
                    unsayable.put(name, each.getValue());
                }
            }
        }

        private void addModules() {
            if (!parent.modulePath().isEmpty()) {
                arguments.add("--module-path=" + JvmFlags.absolute(parent.modulePath()));
            }
            if (!parent.modules().isEmpty()) {
                arguments.add("--add-modules=" + String.join(",", parent.modules()));
            }
        }

        private void addProgram() throws LaunchFailure {
            String classPath = classPath();
            if (!classPath.isEmpty()) {
                arguments.add("-cp");
                arguments.add(classPath);
            }
            if (parent.core().isBootModule()) {
                arguments.add("-m");
                arguments.add(CORE_MODULE + "/" + options.mainClass());
            } else {
                arguments.add(options.mainClass());
            }
        }

        private String classPath() throws LaunchFailure {
            String program =
                    parent.classPath().isEmpty() ? "" : JvmFlags.absolute(parent.classPath());
            CoreLocation core = parent.core();
            if (core.isBootModule()) {
                return program;
            }
            String own = coreFile().toString();
            if (program.isEmpty()) {
                return own;
            }
            // A jar that only names others in its manifest stands for them: then it is there twice.
            boolean isLast = core.file() != null && core.isOfSystemLoader();
            if (isLast && has(program, own)) {
                return program;
            }
            return isLast ? program + File.pathSeparator + own : own + File.pathSeparator + program;
        }

        private static boolean has(String path, String entry) {
            return (File.pathSeparator + path + File.pathSeparator)
                    .contains(File.pathSeparator + entry + File.pathSeparator);
        }

        private Path coreFile() throws LaunchFailure {
            Path file = parent.core().file();
            if (file == null) {
                coreCopy = coreCopy == null ? copyOfCore() : coreCopy;
                file = directory.resolve(CORE_COPY);
            }
            return file;
        }

        private static byte[] copyOfCore() throws LaunchFailure {
            ClassLoader loader = LaunchPlan.class.getClassLoader();
            try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
                CoreCopy.write(loader::getResourceAsStream, out);
                return out.toByteArray();
            } catch (IOException failure) {
                throw new LaunchFailure(
                        "This library's classes must be readable through their loader: loader="
                                + loader
                                + ", cause="
                                + failure,
                        failure);
            }
        }
    }
}
