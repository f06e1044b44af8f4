package io.manyhands.process;

import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What makes this JVM the program that it is. Immutable.
///
/// @param home where the Java run-time is
/// @param classPath as the JVM has it: entries that may be relative
/// @param modulePath as the JVM has it
/// @param modules the program's own modules
/// @param properties the system properties to pass on
/// @param flags the JVM flags to pass on
/// @param environment the environment variables
/// @param core where this library is
/// @param charset the encoding of file names and arguments
record ParentJvm(
        String home,
        String classPath,
        String modulePath,
        List<String> modules,
        Map<String, String> properties,
        List<String> flags,
        Map<String, String> environment,
        CoreLocation core,
        Charset charset) {

    /// As it is now.
    static ParentJvm current() {
        Charset charset = fileNameCharset();
        return new ParentJvm(
                System.getProperty("java.home", ""),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""),
                ownModules(),
                SystemProperties.toPassOn(),
                flags(charset),
                System.getenv(),
                CoreLocation.current(),
                charset);
    }

    /// The encoding that this system's file names and arguments have.
    static Charset fileNameCharset() {
        return Charset.forName(
                System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);
    }

    /// Assertions may have been enabled by a loader instead of a flag: a test's, for example.
    private static List<String> flags(Charset charset) {
        List<String> flags = JvmFlags.toPassOn(JvmFlags.ofThisJvm(charset), charset);
        if (ParentJvm.class.desiredAssertionStatus() && !JvmFlags.chooseAssertions(flags)) {
            flags.add("-ea");
        }
        return flags;
    }

    /// Those that do not belong to the Java run-time. A program without a module path and without a
    /// main module has none.
    private static List<String> ownModules() {
        List<String> names = new ArrayList<>();
        if (System.getProperty("jdk.module.path") != null
                || System.getProperty("jdk.module.main") != null) {
            for (ResolvedModule each : ModuleLayer.boot().configuration().modules()) {
                if (isOwn(each)) {
                    names.add(each.name());
                }
            }
        }
        return names;
    }

    /// Those linked into a run-time image lie beside the platform's.
    private static boolean isOwn(ResolvedModule module) {
        Optional<URI> location = module.reference().location();
        boolean isLinked = location.isPresent() && "jrt".equals(location.get().getScheme());
        String name = module.name();
        return !isLinked || !(name.startsWith("java.") || name.startsWith("jdk."));
    }
}
