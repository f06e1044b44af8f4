package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmFlagsTest {
    @Test
    void flagsThatChangeWhatCodeMayDoPassInBothSpellings() {
        assertThat(
                        passed(
                                "--add-opens",
                                "java.base/java.lang=ALL-UNNAMED",
                                "--add-exports=a/b=c",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "--enable-preview",
                                "-ea",
                                "-da:com.foo...",
                                "-esa",
                                "--illegal-native-access=deny",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access",
                                "ALL-UNNAMED",
                                "-Xbootclasspath/a:/x.jar"))
                .containsExactly(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-exports=a/b=c",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-preview",
                        "-ea",
                        "-da:com.foo...",
                        "-esa",
                        "--illegal-native-access=deny",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xbootclasspath/a:/x.jar");
    }

    @Test
    void memoryCollectorsCompilersAndAgentsAreTheParentsOwn() {
        assertThat(
                        passed(
                                "-Xmx1g",
                                "-XX:+UseG1GC",
                                "-javaagent:a.jar",
                                "-agentlib:jdwp=x",
                                "-Da=b",
                                "-server",
                                "-cp",
                                "--enable-preview",
                                "--module-path=x",
                                "-p",
                                "-ea"))
                .isEmpty();
    }

    @Test
    void theProgramsOwnArgumentsAreNotTaken() {
        assertThat(passed("-ea", "Main", "-esa")).containsExactly("-ea");
        assertThat(passed("-ea", "-jar", "x.jar", "-esa")).containsExactly("-ea");
        assertThat(passed("-ea", "-m", "a/b", "-esa")).containsExactly("-ea");
        assertThat(passed("-ea", "--module=a/b", "-esa")).containsExactly("-ea");
        assertThat(passed("--add-opens")).isEmpty();
    }

    @Test
    void whatTheManifestOfTheProgramSaysIsFlags(@TempDir Path place) throws Exception {
        Path jar = place.resolve("program.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Add-Opens", "a/b  c/d");
        attributes.putValue("Add-Exports", "e/f");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        assertThat(passed("-ea", "-jar", jar.toString(), "-esa"))
                .containsExactly(
                        "-ea",
                        "--add-exports=e/f=ALL-UNNAMED",
                        "--add-opens=a/b=ALL-UNNAMED",
                        "--add-opens=c/d=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void argumentFilesAreLookedInto(@TempDir Path place) throws Exception {
        Path file = place.resolve("arguments");
        Files.writeString(file, "--add-opens a/b=c -Dx=y\n", StandardCharsets.UTF_8);

        assertThat(passed("-ea", "@" + file, "@/nowhere", "-esa", "Main"))
                .containsExactly("-ea", "--add-opens=a/b=c", "-esa");
        assertThat(passed("--disable-@files", "-ea", "@" + file)).containsExactly("-ea");
        assertThat(passed("-ea", "@@" + file, "-esa")).containsExactly("-ea");
    }

    @Test
    void theArgumentsOfThisJvmAreFoundHoweverLong() {
        assertThat(JvmFlags.ofThisJvm(StandardCharsets.UTF_8)).isNotEmpty();
    }

    @Test
    void addedFlagsAreJoinedAndChecked() throws Exception {
        assertThat(JvmFlags.toAdd(List.of("-Xint", "--add-opens", "a/b=c", "--add-reads=d=e")))
                .containsExactly("-Xint", "--add-opens=a/b=c", "--add-reads=d=e");
        for (String refused : List.of("--version", "-cp", "--module-path=x", "-?", "@file")) {
            assertRefused(refused);
        }
    }

    /// Not tried out, here or by hand: the first writes over the archive of the JDK that runs it.
    @Test
    void flagsByWhichAJvmMakesAnArchiveAndEndsAreRefused() {
        assertRefused("-Xshare:dump");
        assertRefused("-XX:AOTMode=create");
        assertRefused("-XX:+PrintSharedArchiveAndExit");
    }

    @Test
    void filesWithSuchFlagsAreRefused(@TempDir Path place) throws Exception {
        Path file = place.resolve("flags");
        String options = "-XX:VMOptionsFile=" + file;
        for (String refused : List.of("'-Xshare:dump'", "-Xint\n-XX:Flags=other")) {
            Files.writeString(file, refused + "\n", StandardCharsets.UTF_8);
            assertRefused(options);
        }
        Files.writeString(file, "+PrintSharedArchiveAndExit\n", StandardCharsets.UTF_8);
        assertRefused("-XX:Flags=" + file);
        Files.writeString(file, "-Xint\n", StandardCharsets.UTF_8);
        assertThat(JvmFlags.toAdd(List.of(options))).containsExactly(options);
        Files.delete(file);
        assertThat(JvmFlags.toAdd(List.of(options))).containsExactly(options);
    }

    @Test
    void debuggersInVariablesStayBehind() {
        Map<String, String> environment =
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Da=b -agentlib:jdwp=transport=dt_socket,address=5005\t-Xmx1g",
                        "JDK_JAVA_OPTIONS",
                        "-Xrunjdwp:server=y",
                        "_JAVA_OPTIONS",
                        "-Dc=d",
                        "OTHER",
                        "-agentlib:jdwp");

        assertThat(JvmVariables.withoutDebuggers(environment))
                .containsOnly(
                        Map.entry("JAVA_TOOL_OPTIONS", "-Da=b -Xmx1g"),
                        Map.entry("JDK_JAVA_OPTIONS", ""));
        assertThat(JvmVariables.words(environment)).contains("-Dc=d", "-Xmx1g");
    }

    private static List<String> passed(String... arguments) {
        return JvmFlags.toPassOn(List.of(arguments), StandardCharsets.UTF_8);
    }

    private static void assertRefused(String flag) {
        assertThatThrownBy(() -> JvmFlags.toAdd(List.of("-Da=b", flag)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageEndingWith(": flag=" + flag);
    }
}
