package io.manyhands.process;

import io.manyhands.wire.ClassAnswer;
import io.manyhands.wire.Snippets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out which loader of this JVM defines a class, and its class file. Loads classes, and never
/// initializes them. Thread-safe.
final class ClassFiles {
    private static final List<String> NO_FACTS = List.of("", "", "", "", "", "");

    private final Loaders loaders;

    ClassFiles(Loaders loaders) {
        this.loaders = loaders;
    }

    /// The class that a loader gives.
    @SuppressWarnings("ReferenceEquality") // another loader is another, whatever it says
    ClassAnswer ofName(ClassLoader loader, String name) throws IOException {
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException unknown) {
            return new ClassAnswer.Missing("");
        }
        int definer = loaders.idOf(type.getClassLoader());
        if (definer == Loaders.SYSTEM || type.getClassLoader() != loader) {
            return new ClassAnswer.Elsewhere(definer);
        }
        return classFile(loader, type);
    }

    /// The class that a loader has defined.
    ClassAnswer ownOfName(ClassLoader loader, String name) throws IOException {
        try {
            return classFile(loader, Class.forName(name, false, loader));
        } catch (ClassNotFoundException unknown) {
            return new ClassAnswer.Missing("");
        }
    }

    private ClassAnswer classFile(ClassLoader loader, Class<?> type) throws IOException {
        byte[] file = bytes(loader, type.getName());
        if (file == null) {
            return new ClassAnswer.Missing(
                    ", whose bytes its loader in the parent does not give: loader=" + loader);
        }
        if (Snippets.isSnippet(type.getName())) {
            loaders.servesSnippet(loader, type.getName(), file);
            file = Snippets.withoutVariables(file);
        }
        return new ClassAnswer.ClassFile(file, location(type), packageFacts(type.getPackage()));
    }

    /// A class file as a loader gives it; null if it does not.
    static byte @Nullable [] bytes(ClassLoader loader, String className) throws IOException {
        String resource = className.replace('.', '/') + ".class";
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? "" : location.toString();
    }

    private static List<String> packageFacts(@Nullable Package of) {
        if (of == null) {
            return List.of();
        }
        List<String> facts =
                List.of(
                        text(of.getSpecificationTitle()),
                        text(of.getSpecificationVersion()),
                        text(of.getSpecificationVendor()),
                        text(of.getImplementationTitle()),
                        text(of.getImplementationVersion()),
                        text(of.getImplementationVendor()));
        return facts.equals(NO_FACTS) ? List.of() : facts;
    }

    private static String text(@Nullable String fact) {
        return fact == null ? "" : fact;
    }
}
