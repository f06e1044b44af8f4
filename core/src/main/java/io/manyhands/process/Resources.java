package io.manyhands.process;

import io.manyhands.wire.ClassAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the resources that a loader of this JVM finds. Those that the system's class loader finds
/// too are left to the workers', which have the same class path. Stateless.
final class Resources {
    private Resources() {}

    /// The first of a name.
    static ClassAnswer first(ClassLoader loader, String name) throws IOException {
        URL found = loader.getResource(name);
        if (found != null) {
            return isSame(found, ClassLoader.getSystemResource(name))
                    ? new ClassAnswer.Elsewhere(Loaders.SYSTEM)
                    : new ClassAnswer.Contents(List.of(read(found)));
        }
        // A loader that keeps what it has in memory may know no URLs.
        try (InputStream in = loader.getResourceAsStream(name)) {
            return in == null
                    ? new ClassAnswer.Missing("")
                    : new ClassAnswer.Contents(List.of(in.readAllBytes()));
        }
    }

    /// All of a name.
    static ClassAnswer all(ClassLoader loader, String name) throws IOException {
        List<URL> found = Collections.list(loader.getResources(name));
        if (areSame(found, Collections.list(ClassLoader.getSystemResources(name)))) {
            return new ClassAnswer.Elsewhere(Loaders.SYSTEM);
        }
        List<byte[]> contents = new ArrayList<>();
        for (URL each : found) {
            contents.add(read(each));
        }
        return new ClassAnswer.Contents(contents);
    }

    private static boolean areSame(List<URL> found, List<URL> others) {
        if (found.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!isSame(found.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// As text, since URLs are compared by asking for the addresses of hosts.
    private static boolean isSame(URL one, @Nullable URL other) {
        return other != null && one.toString().equals(other.toString());
    }

    private static byte[] read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // Otherwise its jar would stay open.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
