package io.manyhands.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// The jar that a program was started from with `-jar`: its manifest may say what flags would say
/// otherwise, and nobody reads it when the jar is on a class path.
final class MainJar {
    private static final String NATIVE_ACCESS = "Enable-Native-Access";

    private MainJar() {}

    /// The flags that stand for what the manifest says; none if it cannot be read.
    static List<String> flags(File file) {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? List.of() : flags(manifest.getMainAttributes());
        } catch (IOException _) {
            return List.of();
        }
    }

    private static List<String> flags(Attributes attributes) {
        List<String> flags = new ArrayList<>();
        add(flags, "--add-exports=", attributes.getValue("Add-Exports"));
        add(flags, "--add-opens=", attributes.getValue("Add-Opens"));
        if ("ALL-UNNAMED".equals(attributes.getValue(NATIVE_ACCESS))) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    private static void add(List<String> flags, String flag, @Nullable String packages) {
        if (packages != null) {
            for (String each : packages.split(" ", -1)) {
                if (!each.isBlank()) {
                    flags.add(flag + each.strip() + "=ALL-UNNAMED");
                }
            }
        }
    }
}
