package io.manyhands.process;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;

/// The system properties that a worker gets from its parent: all but those that a JVM finds out by
/// itself, and those that would open a port or would be refused.
///
/// Those of the locale say what [Locale#getDefault()] says now, however it was set.
final class SystemProperties {
    static final String TIME_ZONE = "user.timezone";

    /// What a JVM says about itself, its program and its machine. A worker's are its own.
    private static final Set<String> OF_THE_JVM =
            Set.of(
                    "file.separator",
                    "java.class.path",
                    "java.class.version",
                    "java.home",
                    "java.runtime.name",
                    "java.runtime.version",
                    "java.vendor",
                    "java.vendor.url",
                    "java.vendor.url.bug",
                    "java.vendor.version",
                    "java.version",
                    "java.version.date",
                    "jdk.debug",
                    "line.separator",
                    "native.encoding",
                    "os.arch",
                    "os.name",
                    "os.version",
                    "path.separator",
                    "sun.arch.abi",
                    "sun.arch.data.model",
                    "sun.boot.library.path",
                    "sun.cpu.endian",
                    "sun.cpu.isalist",
                    "sun.io.unicode.encoding",
                    "sun.java.command",
                    "sun.java.launcher",
                    "sun.jnu.encoding",
                    "sun.management.compiler",
                    "sun.os.patch.level",
                    // Refused at the start of a JVM unless it forbids a security manager.
                    "java.security.manager",
                    // Told when it is known: it takes longer to find out than all the others.
                    TIME_ZONE,
                    // An older name of user.country, which would take precedence over it.
                    "user.region");

    private static final String[] PREFIXES_OF_THE_JVM = {
        "java.specification.",
        "java.vm.",
        "jdk.module.",
        // They open a port at the start: the parent's own.
        "com.sun.management."
    };

    private static final String[] OF_A_LOCALE = {
        "user.language", "user.script", "user.country", "user.variant", "user.extensions"
    };

    private SystemProperties() {}

    /// Those of this JVM that a worker gets on its command line, by name.
    static Map<String, String> toPassOn() {
        Map<String, String> passed = toPassOn(System.getProperties());
        addLocales(
                passed,
                Locale.getDefault(),
                Locale.getDefault(Locale.Category.DISPLAY),
                Locale.getDefault(Locale.Category.FORMAT));
        return passed;
    }

    /// Those of these that a worker gets, those of the locale left out.
    static Map<String, String> toPassOn(Properties properties) {
        Map<String, String> passed = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (value != null && !name.isEmpty() && passes(name)) {
                passed.put(name, value);
            }
        }
        return passed;
    }

    /// Adds the properties that make these locales the defaults of a new JVM.
    static void addLocales(
            Map<String, String> properties, Locale base, Locale display, Locale format) {
        addLocale(properties, base, "");
        if (!display.equals(base)) {
            addLocale(properties, display, ".display");
        }
        if (!format.equals(base)) {
            addLocale(properties, format, ".format");
        }
    }

    /// Those that a worker sets before it runs its first task: what its command line cannot say,
    /// and the time zone, which is worked out here and now.
    static Map<String, String> late(Map<String, String> unsayable) {
        Map<String, String> late = new HashMap<>(unsayable);
        late.put(TIME_ZONE, TimeZone.getDefault().getID());
        return late;
    }

    private static boolean passes(String name) {
        if (OF_THE_JVM.contains(name)) {
            return false;
        }
        for (String prefix : PREFIXES_OF_THE_JVM) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        for (String prefix : OF_A_LOCALE) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    private static void addLocale(Map<String, String> properties, Locale locale, String suffix) {
        String[] values = {
            locale.getLanguage(),
            locale.getScript(),
            locale.getCountry(),
            locale.getVariant(),
            extensions(locale)
        };
        for (int at = 0; at < values.length; at++) {
            properties.put(OF_A_LOCALE[at] + suffix, values[at]);
        }
    }

    private static String extensions(Locale locale) {
        if (!locale.hasExtensions()) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (Character key : locale.getExtensionKeys()) {
            all.append(all.isEmpty() ? "" : "-").append(key).append('-');
            all.append(locale.getExtension(key));
        }
        return all.toString();
    }
}
