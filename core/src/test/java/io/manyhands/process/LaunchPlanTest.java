package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchPlanTest {
    private static final JvmOptions OPTIONS = new JvmOptions("Main", "1g", List.of("-Xint"));
    private static final CoreLocation MODULE = new CoreLocation(true, true, null);

    @TempDir private Path place;
    private PrivateDirectory directory;

    @BeforeEach
    void create() throws Exception {
        directory = PrivateDirectory.create(0, place.toString());
    }

    @AfterEach
    void delete() throws Exception {
        directory.close();
    }

    static ParentJvm parent(CoreLocation core, String classPath) {
        return new ParentJvm(
                System.getProperty("java.home", ""),
                classPath,
                "",
                List.of(),
                Map.of("a", "b"),
                List.of("--enable-preview"),
                Map.of(),
                core,
                StandardCharsets.UTF_8);
    }

    @Test
    void argumentsComeInOrder() throws Exception {
        Path core = Files.createFile(place.resolve("core-1.jar"));
        LaunchPlan plan = plan(parent(new CoreLocation(false, true, core), core.toString()));

        assertThat(arguments(plan))
                .containsExactly(
                        "--enable-preview",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:-UsePerfData",
                        "-XX:ErrorFile=" + directory.path() + "/hs_err_%p.log",
                        "-Da=b",
                        "-Xmx1g",
                        "-Xint",
                        "-cp",
                        core.toString(),
                        "Main");
    }

    @Test
    void heapsTogetherAreThreeQuartersOfTheMemory() {
        assertThat(heapFlags(1, List.of())).isEmpty();
        assertThat(heapFlags(3, List.of())).isEmpty();
        assertThat(heapFlags(4, List.of("-Xint")))
                .containsExactly(
                        "-XX:MaxRAMPercentage=18.75",
                        "-XX:MinRAMPercentage=18.75",
                        "-XX:+UseCompressedOops");
        assertThat(heapFlags(64, List.of("-Xint"))).contains("-XX:MaxRAMPercentage=1.171875");
    }

    @Test
    void heapThatIsSaidElsewhereIsLeftAsItIs() {
        assertThat(heapFlags(8, List.of("-Xint", "-Xmx1g"))).isEmpty();
        assertThat(heapFlags(8, List.of("-XX:MaxRAMPercentage=50"))).isEmpty();
        assertThat(
                        new JvmOptions("Main", "1g", List.of(), 8, Surroundings.SAME)
                                .heapFlags(List.of("-Xmx2g")))
                .containsExactly("-Xmx1g");
    }

    private static List<String> heapFlags(int sharers, List<String> words) {
        return new JvmOptions("Main", null, List.of(), sharers, Surroundings.SAME).heapFlags(words);
    }

    @Test
    void relativeEntriesBecomeAbsolute() throws Exception {
        String here = new File("").getAbsolutePath();

        assertThat(classPath(parent(MODULE, "a::/b:")))
                .isEqualTo(here + "/a:" + here + ":/b:" + here);
    }

    @Test
    void aLibraryBesideTheClassPathIsAdded() throws Exception {
        Path core = place.resolve("core-1.jar");

        assertThat(classPath(parent(new CoreLocation(false, true, core), "/booter.jar")))
                .isEqualTo("/booter.jar:" + core);
        assertThat(classPath(parent(new CoreLocation(false, false, core), "/booter.jar")))
                .isEqualTo(core + ":/booter.jar");
        assertThat(classPath(parent(new CoreLocation(false, false, core), "")))
                .isEqualTo(core.toString());
    }

    @Test
    void modulesAndClassPathMix() throws Exception {
        ParentJvm parent =
                new ParentJvm(
                        System.getProperty("java.home", ""),
                        "/c",
                        "/m:n",
                        List.of("io.manyhands", "app"),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        MODULE,
                        StandardCharsets.UTF_8);

        assertThat(arguments(plan(parent)))
                .containsSubsequence(
                        "--module-path=/m:" + new File("n").getAbsolutePath(),
                        "--add-modules=io.manyhands,app",
                        "-cp",
                        "/c",
                        "-m",
                        "io.manyhands/Main");
    }

    @Test
    void theLibraryIsLoadedByTheJvmItself() throws Exception {
        Path core = Files.createDirectories(place.resolve("core/io/manyhands")).resolve("../..");
        ParentJvm parent = parent(new CoreLocation(false, true, core.normalize()), "/c");
        JvmOptions archived =
                new JvmOptions(JvmOptions.WORKER_MAIN, null, List.of("-XX:AOTCache=a"));

        assertThat(arguments(LaunchPlan.of(parent, archived, directory.path())))
                .noneMatch(each -> each.startsWith("-Xbootclasspath"));
        assertThat(arguments(LaunchPlan.of(parent, JvmOptions.defaults(), directory.path())))
                .contains("-Xbootclasspath/a:" + directory.path() + "/boot");
        assertThat(
                        arguments(
                                LaunchPlan.of(
                                        parent(MODULE, ""),
                                        JvmOptions.defaults(),
                                        directory.path())))
                .noneMatch(each -> each.startsWith("-Xbootclasspath"));
    }

    @Test
    void aModuleWithoutAClassPathHasNone() throws Exception {
        assertThat(arguments(plan(parent(MODULE, "")))).doesNotContain("-cp");
    }

    @Test
    void thereIsOneCollector() throws Exception {
        JvmOptions options = new JvmOptions("Main", null, List.of("-XX:+UseZGC"));
        LaunchPlan added = LaunchPlan.of(parent(MODULE, ""), options, directory.path());
        ParentJvm plain = parent(MODULE, "");
        ParentJvm withVariable =
                new ParentJvm(
                        plain.home(),
                        "",
                        "",
                        List.of(),
                        Map.of(),
                        List.of(),
                        Map.of("JAVA_TOOL_OPTIONS", " -XX:+UseG1GC -agentlib:jdwp=server=y"),
                        MODULE,
                        StandardCharsets.UTF_8);
        LaunchPlan inherited = plan(withVariable);

        assertThat(arguments(added)).contains("-XX:+UseZGC").doesNotContain("-XX:+UseSerialGC");
        assertThat(arguments(inherited)).doesNotContain("-XX:+UseSerialGC");
        assertThat(inherited.surroundings().variables())
                .containsExactly(Map.entry("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"));
    }

    @Test
    void whatTheEncodingHasNotIsLateOrRefused() throws Exception {
        ParentJvm parent = ascii(Map.of("x", "é", "y", "e"), "/c");
        LaunchPlan plan = LaunchPlan.of(parent, OPTIONS, directory.path());

        assertThat(plan.lateProperties()).containsEntry("x", "é").doesNotContainKey("y");
        assertThat(arguments(plan)).contains("-Dy=e");
        assertThatThrownBy(() -> plan(ascii(Map.of(), "/é")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage(
                        "An argument of a worker process must be made of the characters that"
                                + " this system's file names can have: encoding=US-ASCII,"
                                + " argument=/é");
    }

    @Test
    void inAnotherDirectoryTheProgramIsFoundAllTheSame() throws Exception {
        ParentJvm parent =
                new ParentJvm(
                        System.getProperty("java.home", ""),
                        "lib/a.jar",
                        "mods",
                        List.of(),
                        Map.of("user.dir", "/here"),
                        List.of(
                                "-Xbootclasspath/a:x.jar:/y.jar",
                                "--upgrade-module-path=up",
                                "--patch-module=m=patch"),
                        Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -agentlib:jdwp=server=y"),
                        MODULE,
                        StandardCharsets.UTF_8);
        String here = new File("").getAbsolutePath();
        Surroundings there = new Surroundings(Map.of("_JAVA_OPTIONS", "-Xmx2g"), place.toFile());
        JvmOptions options = new JvmOptions("Main", null, List.of(), 8, there);
        LaunchPlan moved = LaunchPlan.of(parent, options, directory.path());

        assertThat(arguments(moved))
                .contains(
                        "-Xbootclasspath/a:" + here + "/x.jar:/y.jar",
                        "--upgrade-module-path=" + here + "/up",
                        "--patch-module=m=" + here + "/patch",
                        "--module-path=" + here + "/mods",
                        here + "/lib/a.jar")
                .noneMatch(argument -> argument.startsWith("-Duser.dir="))
                .noneMatch(argument -> argument.startsWith("-XX:MaxRAMPercentage="));
        assertThat(moved.surroundings())
                .isEqualTo(
                        new Surroundings(
                                Map.of(
                                        "_JAVA_OPTIONS",
                                        "-Xmx2g",
                                        "JAVA_TOOL_OPTIONS",
                                        "-XX:+UseG1GC"),
                                place.toFile()));
        assertThat(arguments(plan(parent))).contains("-Duser.dir=/here");
    }

    private static ParentJvm ascii(Map<String, String> properties, String classPath) {
        Charset charset = StandardCharsets.US_ASCII;
        return new ParentJvm(
                System.getProperty("java.home", ""),
                classPath,
                "",
                List.of(),
                properties,
                List.of(),
                Map.of(),
                MODULE,
                charset);
    }

    private LaunchPlan plan(ParentJvm parent) throws LaunchFailure {
        return LaunchPlan.of(parent, OPTIONS, directory.path());
    }

    private String classPath(ParentJvm parent) throws Exception {
        List<String> arguments = arguments(plan(parent));
        return arguments.get(arguments.indexOf("-cp") + 1);
    }

    private static List<String> arguments(LaunchPlan plan) throws Exception {
        return ArgumentFile.read(plan.argumentFile(), plan.charset());
    }
}
