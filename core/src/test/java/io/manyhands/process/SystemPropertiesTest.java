package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SystemPropertiesTest {
    @Test
    void whatAJvmFindsOutByItselfStays() {
        Properties properties = new Properties(defaults());
        for (String name :
                new String[] {
                    "java.version",
                    "java.vm.name",
                    "java.specification.version",
                    "jdk.module.path",
                    "com.sun.management.jmxremote.port",
                    "user.language.display",
                    "user.timezone",
                    "java.class.path"
                }) {
            properties.setProperty(name, "x");
        }
        properties.setProperty("sun.net.client.defaultReadTimeout", "1");
        properties.setProperty("java.util.logging.config.file", "f");
        properties.setProperty("java.io.tmpdir", "/t");
        properties.setProperty("", "nameless");
        properties.put("number", 1);

        assertThat(SystemProperties.toPassOn(properties))
                .containsOnly(
                        Map.entry("of.the.defaults", "d"),
                        Map.entry("sun.net.client.defaultReadTimeout", "1"),
                        Map.entry("java.util.logging.config.file", "f"),
                        Map.entry("java.io.tmpdir", "/t"));
    }

    @Test
    void aLocaleIsToldWhole() {
        Map<String, String> properties = new TreeMap<>();
        Locale locale = Locale.forLanguageTag("de-Latn-AT-1996-u-ca-buddhist-x-own");
        SystemProperties.addLocales(properties, locale, locale, Locale.ROOT);

        assertThat(properties)
                .containsEntry("user.language", "de")
                .containsEntry("user.script", "Latn")
                .containsEntry("user.country", "AT")
                .containsEntry("user.variant", "1996")
                .containsEntry("user.extensions", "u-ca-buddhist-x-own")
                .containsEntry("user.language.format", "")
                .containsEntry("user.extensions.format", "")
                .doesNotContainKey("user.language.display");
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        defaults.setProperty("of.the.defaults", "d");
        return defaults;
    }
}
