package io.manyhands.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flags of a JVM: which of the parent's a worker gets too, and which a user may add.
///
/// A worker gets those that change what code may do. It does not get those that say how much memory
/// to use, how to compile and collect, nor the debuggers and agents.
final class JvmFlags {
    private static final String COMMAND_LINE = "/proc/self/cmdline";

    /// Take the next argument as their value unless they have it after `=`.
    private static final String[] WITH_VALUE = {
        "--add-exports",
        "--add-modules",
        "--add-opens",
        "--add-reads",
        "--enable-native-access",
        "--limit-modules",
        "--patch-module",
        "--upgrade-module-path"
    };

    /// Take the next argument too, and say which program to run: the worker has its own.
    private static final String[] PROGRAM = {
        "-cp",
        "-classpath",
        "--class-path",
        "-p",
        "--module-path",
        "-m",
        "--module",
        "-jar",
        "--source",
        "-d",
        "--describe-module"
    };

    /// Print something and end: no worker would come of them.
    private static final String[] QUESTIONS = {
        "-version",
        "--version",
        "-showversion",
        "--show-version",
        "-?",
        "-h",
        "-help",
        "--help",
        "-X",
        "--help-extra",
        "--list-modules",
        "--dry-run",
        "--validate-modules",
        "-fullversion",
        "--full-version",
        "-Xinternalversion"
    };

    /// Write or show an archive of classes and end; the first, by default, over the one of the JDK.
    private static final String[] ARCHIVING = {
        "-Xshare:dump", "-XX:+PrintSharedArchiveAndExit", "-XX:AOTMode=create"
    };

    /// Name a file with flags, among which those could be.
    private static final String[] FILES = {"-XX:Flags", "-XX:VMOptionsFile"};

    private static final String[] ASSERTIONS = {
        "-ea", "-enableassertions", "-da", "-disableassertions"
    };

    private static final String[] OTHERS = {
        "-esa", "-enablesystemassertions", "-dsa", "-disablesystemassertions", "--enable-preview"
    };

    private static final String[] OTHER_PREFIXES = {
        "--illegal-",
        "--sun-misc-unsafe-memory-access=",
        "--enable-final-field-mutation=",
        "--finalization=",
        "-Xbootclasspath/a:"
    };

    /// Have paths behind them, as [#PATCH] has after the name of a module.
    private static final String[] WITH_PATHS = {"-Xbootclasspath/a:", "--upgrade-module-path="};

    private static final String PATCH = "--patch-module=";

    private static final String[] HEAP_PREFIXES = {
        "-Xmx",
        "-XX:MaxHeapSize=",
        "-XX:MaxRAMPercentage=",
        "-XX:MinRAMPercentage=",
        "-XX:MaxRAMFraction=",
        "-XX:MinRAMFraction="
    };

    private JvmFlags() {}

    /// The arguments that this JVM was started with: flags, main class, the program's own.
    static List<String> ofThisJvm(Charset charset) {
        List<String> arguments = new ArrayList<>();
        byte[] all = bytes(new File(COMMAND_LINE));
        if (all == null) {
            // Elsewhere; on Linux it gives nothing when there is more than a page of arguments.
            return List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
        }
        int start = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == 0) {
                arguments.add(new String(all, start, at - start, charset));
                start = at + 1;
            }
        }
        return arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    }

    /// Those of a JVM's arguments that a worker gets too, each in one word.
    static List<String> toPassOn(List<String> arguments, Charset charset) {
        List<String> all = expand(arguments, charset);
        List<String> flags = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            String argument = all.get(at);
            boolean hasNext = at + 1 < all.size();
            if (argument.equals("-jar") && hasNext) {
                flags.addAll(MainJar.flags(new File(all.get(at + 1))));
                break;
            } else if (isLast(argument)) {
                break;
            } else if (isOneOf(argument, WITH_VALUE)) {
                if (hasNext) {
                    flags.add(argument + "=" + all.get(++at));
                }
            } else if (isOneOf(argument, PROGRAM)) {
                at++;
            } else if (passes(argument)) {
                flags.add(argument);
            }
        }
        return flags;
    }

    /// The flags that a user adds, each in one word.
    ///
    /// @throws LaunchFailure if one of them says which program to run, or is no flag
    static List<String> toAdd(List<String> given) throws LaunchFailure {
        List<String> flags = new ArrayList<>();
        for (int at = 0; at < given.size(); at++) {
            String flag = given.get(at);
            check(flag);
            if (isOneOf(flag, WITH_VALUE)) {
                if (at + 1 == given.size()) {
                    throw new LaunchFailure("A JVM flag needs its value: flag=" + flag);
                }
                flag = flag + "=" + given.get(++at);
            }
            flags.add(flag);
        }
        return flags;
    }

    /// Those by which a JVM maps the archive of its own classes where it was made for, so that
    /// processes share its memory and need not rewrite it.
    ///
    /// They are diagnostic ones, and a JVM that does not know a flag does not start: none but for
    /// the version that is known to have them.
    static List<String> forSharedArchive() {
        boolean isKnown =
                Runtime.version().feature() == 25
                        && System.getProperty("java.vm.name", "").endsWith("Server VM");
        return isKnown
                ? List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0")
                : List.of();
    }

    /// The same flag for a JVM in another directory.
    static String withAbsolutePaths(String flag) {
        for (String name : WITH_PATHS) {
            if (flag.startsWith(name)) {
                return name + absolute(flag.substring(name.length()));
            }
        }
        int module = flag.startsWith(PATCH) ? flag.indexOf('=', PATCH.length()) : -1;
        return module < 0
                ? flag
                : flag.substring(0, module + 1) + absolute(flag.substring(module + 1));
    }

    /// A list of paths as it is from any directory. An empty entry is the working directory.
    static String absolute(String path) {
        StringBuilder all = new StringBuilder(path.length() + 64);
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf(File.pathSeparatorChar, start);
            end = end < 0 ? path.length() : end;
            all.append(start == 0 ? "" : File.pathSeparator);
            all.append(new File(path.substring(start, end)).getAbsolutePath());
            start = end + 1;
        }
        return all.toString();
    }

    /// Whether the size of the heap is chosen among these words.
    static boolean chooseHeap(List<String> words) {
        for (String word : words) {
            for (String prefix : HEAP_PREFIXES) {
                if (word.startsWith(prefix)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a collector is chosen among these words.
    static boolean chooseCollector(List<String> words) {
        for (String word : words) {
            if (word.startsWith("-XX:+Use") && word.endsWith("GC")) {
                return true;
            }
        }
        return false;
    }

    /// Whether an archive of loaded classes is chosen among these words.
    static boolean chooseArchive(List<String> words) {
        for (String word : words) {
            if (word.startsWith("-XX:SharedArchiveFile=") || word.startsWith("-XX:AOT")) {
                return true;
            }
        }
        return false;
    }

    /// Whether a flag among these says where assertions hold.
    static boolean chooseAssertions(List<String> flags) {
        for (String flag : flags) {
            if (isOfAssertions(flag)) {
                return true;
            }
        }
        return false;
    }

    private static void check(String flag) throws LaunchFailure {
        if (!flag.startsWith("-")) {
            throw new LaunchFailure("A JVM flag begins with a dash: flag=" + flag);
        }
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        if (isOneOf(name, PROGRAM) || isOneOf(name, QUESTIONS) || archives(flag)) {
            throw new LaunchFailure(
                    "A JVM flag of a worker must leave the program to run as it is: flag=" + flag);
        }
    }

    /// Whether a flag makes an archive, or names a file with one that does or that names another.
    private static boolean archives(String flag) {
        int equals = flag.indexOf('=');
        if (equals < 0 || !isOneOf(flag.substring(0, equals), FILES)) {
            return isOneOf(flag, ARCHIVING);
        }
        byte[] content = bytes(new File(flag.substring(equals + 1)));
        // What cannot be read is refused by the JVM.
        String words = content == null ? "" : new String(content, StandardCharsets.ISO_8859_1);
        for (String word : words.split("[\\s'\"]+", -1)) {
            // In one of the two kinds of files they are without their beginning.
            String name = word.startsWith("-X") ? word : "-XX:" + word;
            if (isOneOf(name, ARCHIVING) || isOneOf(name.replaceFirst("=.*", ""), FILES)) {
                return true;
            }
        }
        return false;
    }

    /// Puts the content of argument files in their place; what cannot be read is left out.
    private static List<String> expand(List<String> arguments, Charset charset) {
        List<String> all = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("--disable-@files")) {
                return arguments;
            }
            if (argument.startsWith("@@")) {
                all.add(argument.substring(1));
            } else if (argument.startsWith("@")) {
                all.addAll(read(new File(argument.substring(1)), charset));
            } else {
                all.add(argument);
            }
        }
        return all;
    }

    private static List<String> read(File file, Charset charset) {
        byte[] content = bytes(file);
        try {
            return content == null ? List.of() : ArgumentFile.read(content, charset);
        } catch (IOException _) {
            return List.of();
        }
    }

    private static byte @Nullable [] bytes(File file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException _) {
            return null;
        }
    }

    /// What follows is the program's own.
    private static boolean isLast(String argument) {
        return !argument.startsWith("-")
                || isOneOf(argument, "-m", "--module")
                || argument.startsWith("--module=");
    }

    private static boolean passes(String argument) {
        if (isOneOf(argument, OTHERS)) {
            return true;
        }
        if (isOfAssertions(argument)) {
            return true;
        }
        for (String name : WITH_VALUE) {
            if (argument.startsWith(name + "=")) {
                return true;
            }
        }
        for (String prefix : OTHER_PREFIXES) {
            if (argument.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAssertions(String argument) {
        for (String name : ASSERTIONS) {
            if (argument.equals(name) || argument.startsWith(name + ":")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(String argument, String... names) {
        for (String name : names) {
            if (argument.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
