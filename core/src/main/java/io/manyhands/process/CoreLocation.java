package io.manyhands.process;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/// Where this library's own classes come from. Immutable.
///
/// @param isBootModule whether they are a named module that the JVM resolved at its start
/// @param isOfSystemLoader whether the system class loader defined them
/// @param file the jar or the folder, if they come from one as it is
record CoreLocation(boolean isBootModule, boolean isOfSystemLoader, @Nullable Path file) {
    private static final String JAR = "jar:";

    static CoreLocation current() {
        Class<?> own = CoreLocation.class;
        if (own.getClassLoader() == null) {
            return new CoreLocation(false, true, ofBootClasses());
        }
        boolean isModule = own.getModule().isNamed();
        return new CoreLocation(
                isModule && ModuleLayer.boot().equals(own.getModule().getLayer()),
                ClassLoader.getSystemClassLoader().equals(own.getClassLoader()),
                isModule ? null : file(own.getProtectionDomain().getCodeSource()));
    }

    /// In a worker, which has them from [BootClasses].
    private static @Nullable Path ofBootClasses() {
        String name = CoreLocation.class.getName().replace('.', '/') + ".class";
        String place = String.valueOf(ClassLoader.getSystemResource(name)).replace("!/" + name, "");
        boolean isJar = place.startsWith(JAR);
        try {
            return file(
                    new URI(isJar ? place.substring(JAR.length()) : place.replace(name, ""))
                            .toURL());
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Path file(@Nullable CodeSource source) {
        return file(source == null ? null : source.getLocation());
    }

    private static @Nullable Path file(@Nullable URL location) {
        if (location == null || !"file".equals(location.getProtocol())) {
            return null;
        }
        try {
            URI uri = location.toURI();
            File file = new File(uri);
            return file.exists() ? file.toPath().toAbsolutePath() : null;
        } catch (URISyntaxException | IllegalArgumentException _) {
            // A place that only its loader understands.
            return null;
        }
    }
}
