package io.manyhands.process;

import java.io.File;
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
    static CoreLocation current() {
        Class<?> own = CoreLocation.class;
        boolean isModule = own.getModule().isNamed();
        return new CoreLocation(
                isModule && ModuleLayer.boot().equals(own.getModule().getLayer()),
                ClassLoader.getSystemClassLoader().equals(own.getClassLoader()),
                isModule ? null : file(own.getProtectionDomain().getCodeSource()));
    }

    private static @Nullable Path file(@Nullable CodeSource source) {
        URL location = source == null ? null : source.getLocation();
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
