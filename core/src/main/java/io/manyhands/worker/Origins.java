package io.manyhands.worker;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The protection domains of a loader's classes: they tell where the parent has the classes from.
/// Thread-safe.
final class Origins {
    private final ConcurrentHashMap<String, ProtectionDomain> known = new ConcurrentHashMap<>();

    /// The domain of the classes from there; null for the one of classes from nowhere.
    @Nullable ProtectionDomain of(String location, ClassLoader loader) {
        if (location.isEmpty()) {
            return null;
        }
        ProtectionDomain domain = known.get(location);
        if (domain == null) {
            CodeSource source = new CodeSource(url(location), (Certificate @Nullable []) null);
            ProtectionDomain made = new ProtectionDomain(source, null, loader, null);
            ProtectionDomain other = known.putIfAbsent(location, made);
            domain = other == null ? made : other;
        }
        return domain;
    }

    private static @Nullable URL url(String location) {
        try {
            return URL.of(new URI(location), null);
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException _) {
            // A place that only a loader of the parent's understands.
            return null;
        }
    }
}
