package io.manyhands.process;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.Workers;
import io.manyhands.room.Annex;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
    private final OutputDelivery delivery = new OutputDelivery((_, _, _, _) -> {});

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void theProcessLeadsAGroupAndASession() throws Exception {
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            String stat =
                    Files.readString(
                            Path.of("/proc/" + trial.launch.pid() + "/stat"),
                            StandardCharsets.UTF_8);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

            assertThat(fields[2]).isEqualTo(Long.toString(trial.launch.pid()));
            assertThat(fields[3]).isEqualTo(Long.toString(trial.launch.pid()));
        }
    }

    @Test
    void theAnnexIsNamedInTheDirectoryAndGoesWithIt() throws Exception {
        Launcher launcher = Launcher.open(Trial.options(), 0);
        Path directory = launcher.directory().path();
        Path annex = launcher.annex();
        assumeTrue(annex != null, "memory is another file system than that of temporary files");
        assertThat(launcher.annex()).isEqualTo(annex).doesNotExist();
        assertThat(Annex.of(directory)).isEqualTo(annex);
        Annex.make(annex);
        Files.createFile(annex.resolve("file"));
        launcher.close();
        assertThat(directory).doesNotExist();
        assertThat(annex).doesNotExist();
    }

    @Test
    void theUsersDescriptorsAreNotTheProtocols() throws Exception {
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            Path descriptors = Path.of("/proc/" + trial.launch.pid() + "/fd");
            List<String> targets = new ArrayList<>();
            for (int descriptor = 0; descriptor < 5; descriptor++) {
                Path link = descriptors.resolve(Integer.toString(descriptor));
                targets.add(Files.readSymbolicLink(link).toString());
            }

            assertThat(targets.get(0)).isEqualTo("/dev/null");
            assertThat(targets.get(1)).isEqualTo(targets.get(2)).startsWith("pipe:");
            assertThat(targets.subList(1, 5))
                    .filteredOn(each -> each.startsWith("pipe:"))
                    .hasSize(4);
            assertThat(new HashSet<>(targets)).hasSize(4);
        }
    }

    @Test
    void thereIsAPipeToSleepAtAndItIsNoOther() throws Exception {
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            Path descriptors = Path.of("/proc/" + trial.launch.pid() + "/fd");
            Path bell = Files.readSymbolicLink(Launch.bellOf(trial.launch.pid()));

            assertThat(bell.toString()).startsWith("pipe:");
            for (int descriptor = 0; descriptor < 5; descriptor++) {
                Path link = descriptors.resolve(Integer.toString(descriptor));
                assertThat(Files.readSymbolicLink(link)).isNotEqualTo(bell);
            }
        }
    }

    @Test
    void nothingIsLeft() throws Exception {
        Set<String> threads = Trial.threads();
        startAndEnd();
        long before = descriptors();
        startAndEnd();

        Trial.await("descriptors", Trial.LONG_NANOS, () -> descriptors() <= before);
        assertThat(threads).containsAll(Trial.threads());
    }

    @Test
    void nothingOfTheArgumentsIsSeenOrStays() throws Exception {
        Path directory;
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            directory = launcher.directory().path();
            String commandLine =
                    Files.readString(
                            Path.of("/proc/" + trial.launch.pid() + "/cmdline"),
                            StandardCharsets.UTF_8);

            // A word may say that there is a pipe to sleep at.
            assertThat(commandLine.replace("\0bell\0", "\0").split("\0", -1))
                    .containsExactly(launcher.plan().java(), "@" + directory + "/arguments-1", "");
            assertThat(Files.getPosixFilePermissions(directory.resolve("arguments-1")))
                    .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
            trial.launch.close();
            assertThat(directory).isEmptyDirectory();
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void propertiesArriveAsTheyAre() throws Exception {
        String odd = " a  b\t'c'\"d\"\\e\\\\$f\n#g\r\f%p é€\uD83D\uDE00@x ";
        String name = "io.manyhands.odd name\"'\\";
        System.setProperty(name, odd);
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            if (!launcher.plan().lateProperties().containsKey(name)) {
                assertThat(trial.ask("property", name)).isEqualTo(odd);
            }
            for (String same : List.of("user.dir", "java.io.tmpdir", "file.encoding")) {
                assertThat(trial.ask("property", same)).isEqualTo(System.getProperty(same));
            }
            assertThat(trial.ask("variable", "PATH")).isEqualTo(System.getenv("PATH"));
        } finally {
            System.clearProperty(name);
        }
    }

    @Test
    void whatNoCommandLineCanSayIsLate() throws Exception {
        System.setProperty("io.manyhands.a=b", "c");
        System.setProperty("io.manyhands.nul", "a\0b");
        try (Launcher launcher = Launcher.open(Trial.options(), 0)) {
            assertThat(launcher.plan().lateProperties())
                    .containsEntry("io.manyhands.a=b", "c")
                    .containsEntry("io.manyhands.nul", "a\0b")
                    .containsEntry("user.timezone", TimeZone.getDefault().getID())
                    .hasSize(3);
        } finally {
            System.clearProperty("io.manyhands.a=b");
            System.clearProperty("io.manyhands.nul");
        }
    }

    @Test
    void localesAndTimeZoneArriveHoweverTheyWereSet() throws Exception {
        Locale base = Locale.getDefault();
        Locale display = Locale.getDefault(Locale.Category.DISPLAY);
        Locale format = Locale.getDefault(Locale.Category.FORMAT);
        TimeZone zone = TimeZone.getDefault();
        Locale.setDefault(Locale.forLanguageTag("sr-Latn-RS"));
        Locale.setDefault(Locale.Category.DISPLAY, Locale.CANADA_FRENCH);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("th-TH-u-ca-buddhist"));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            String late = launcher.plan().lateProperties().getOrDefault("user.timezone", "");

            assertThat(trial.ask("locale", "")).isEqualTo("sr-Latn-RS fr-CA th-TH-u-ca-buddhist");
            assertThat(trial.ask("zone", late)).isEqualTo("Asia/Kolkata");
        } finally {
            Locale.setDefault(base);
            Locale.setDefault(Locale.Category.DISPLAY, display);
            Locale.setDefault(Locale.Category.FORMAT, format);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void aClassPathOfAnyLengthAndAnyCharactersArrives(@TempDir Path place) throws Exception {
        Path odd = place.resolve(Trial.ODD);
        Path target = Files.createDirectories(odd.resolve("elsewhere"));
        Files.write(target.resolve("Probe.class"), TinyClass.named("elsewhere/Probe"));
        StringBuilder classPath = new StringBuilder();
        while (classPath.length() < 2_500_000) {
            classPath.append("/nowhere/").append(classPath.length()).append(File.pathSeparator);
        }
        classPath.append(odd);
        String before = System.getProperty("java.class.path");
        System.setProperty("java.class.path", before + File.pathSeparator + classPath);
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            assertThat(trial.ask("load", "elsewhere.Probe")).isEqualTo("elsewhere.Probe");
            assertThat(trial.ask("load", "org.junit.jupiter.api.Test"))
                    .isEqualTo("org.junit.jupiter.api.Test");
        } finally {
            System.setProperty("java.class.path", before);
        }
    }

    @Test
    void aDirectoryOfAnyNameServes(@TempDir Path place) throws Exception {
        Path odd = Files.createDirectory(place.resolve(Trial.ODD));
        PrivateDirectory directory = PrivateDirectory.create(0, odd.toString());
        Warden warden = Warden.acquire(ParentJvm.fileNameCharset());
        try (Launcher launcher =
                        Launcher.open(ParentJvm.current(), Trial.options(), directory, warden);
                Trial trial = Trial.start(launcher)) {
            WorkerOutput output = output(trial.launch);
            trial.tell("signal", "SEGV");
            assertThat(trial.launch.awaitExit(Trial.LONG_NANOS)).isTrue();
            ExitEvidence evidence = ExitEvidence.collect(trial.launch, output, Trial.LONG_NANOS);

            assertThat(evidence.fatalErrorLog()).contains("SIGSEGV");
        }
        assertThat(odd).isEmptyDirectory();
    }

    @Test
    void aCopyOfThisLibraryRuns(@TempDir Path place) throws Exception {
        URI own = Objects.requireNonNull(TrialMain.class.getResource("TrialMain.class")).toURI();
        Path tests = Path.of(own).resolve("../../../..").normalize();
        ParentJvm parent =
                LaunchPlanTest.parent(new CoreLocation(false, false, null), tests.toString());
        PrivateDirectory directory = PrivateDirectory.create(0, place.toString());
        Warden warden = Warden.acquire(ParentJvm.fileNameCharset());
        try (Launcher launcher = Launcher.open(parent, Trial.options(), directory, warden);
                Trial trial = Trial.start(launcher)) {
            assertThat(trial.ask("module", "")).isEqualTo("null");
            assertThat(trial.ask("load", "io.manyhands.Workers")).isEqualTo("io.manyhands.Workers");
            assertThat(trial.ask("property", "java.class.path"))
                    .isEqualTo(directory.path() + "/core.jar" + File.pathSeparator + tests);
        }
    }

    @Test
    void heapAndFlagsOfTheUserCount() throws Exception {
        JvmOptions options =
                new JvmOptions(
                        TrialMain.class.getName(),
                        "64m",
                        List.of("-Dio.manyhands.mine=1", "-XX:+UseParallelGC", "-da"));
        try (Launcher launcher = Launcher.open(options, 0);
                Trial trial = Trial.start(launcher)) {
            assertThat(Long.parseLong(trial.ask("heap", ""))).isLessThanOrEqualTo(64 << 20);
            assertThat(trial.ask("property", "io.manyhands.mine")).isEqualTo("1");
            assertThat(trial.ask("assertions", "")).isEqualTo("false");
        }
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            String same = Boolean.toString(LauncherTest.class.desiredAssertionStatus());
            assertThat(trial.ask("assertions", "")).isEqualTo(same);
            assertThat(trial.ask("module", ""))
                    .isEqualTo(String.valueOf(LauncherTest.class.getModule().getName()));
        }
    }

    @Test
    void statusAndLastLinesAreEvidence() throws Exception {
        ExitEvidence evidence = evidenceOf("print", "first\nlast", "exit", "3");

        assertThat(evidence.describe()).isEqualTo("exit status 3");
        assertThat(evidence.lastLines()).containsExactly("first", "last");
        assertThat(evidence.fatalErrorLog()).isNull();
    }

    @Test
    void aSignalIsEvidence() throws Exception {
        ExitEvidence evidence = evidenceOf("signal", "KILL");

        assertThat(evidence.describe()).isEqualTo("signal SIGKILL (9)");
        assertThat(evidence.signal()).isEqualTo(9);
    }

    @Test
    void aCrashOfTheJvmLeavesItsFile() throws Exception {
        ExitEvidence evidence = evidenceOf("signal", "SEGV");

        assertThat(evidence.describe()).isEqualTo("signal SIGABRT (6)");
        assertThat(evidence.fatalErrorLog()).contains("SIGSEGV");
        assertThat(evidence.lastLines()).anyMatch(line -> line.contains("fatal error"));
    }

    @Test
    void whatTheJvmRefusesIsToldInItsWords() throws Exception {
        JvmOptions options = Trial.options("-XX:+NoSuchFlag");
        try (Launcher launcher = Launcher.open(options, 0);
                Launch launch = launcher.launch()) {
            WorkerOutput output = output(launch);
            assertThat(launch.fromWorker().read()).isNegative();
            assertThat(launch.awaitExit(Trial.LONG_NANOS)).isTrue();
            ExitEvidence evidence = ExitEvidence.collect(launch, output, Trial.LONG_NANOS);

            assertThat(evidence.startFailure("w"))
                    .hasMessageStartingWith(
                            "A worker process must start: worker=w, end=exit status 1, printed=")
                    .hasMessageContaining("Unrecognized VM option 'NoSuchFlag'");
        }
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        assertRefused(
                new JvmOptions("Main", "foo", List.of()),
                "A maximum heap is a number, then k, m, g, t or nothing: maxHeap=foo");
        assertRefused(Trial.options("foo"), "A JVM flag begins with a dash: flag=foo");
        assertRefused(
                Trial.options("-jar"),
                "A JVM flag of a worker must leave the program to run as it is: flag=-jar");
        assertRefused(Trial.options("--add-opens"), "A JVM flag needs its value: flag=--add-opens");
    }

    @Test
    void aMissingRunTimeIsTold() {
        String home = System.getProperty("java.home");
        System.setProperty("java.home", "/nowhere");
        try {
            assertRefused(
                    Trial.options(),
                    "Worker processes need the java program of this JVM: file=/nowhere/bin/java");
        } finally {
            System.setProperty("java.home", home);
        }
    }

    @Test
    void anotherSystemIsTold() {
        String name = System.getProperty("os.name");
        System.setProperty("os.name", "Windows 11");
        try {
            assertThatThrownBy(() -> Workers.processes(1).close())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("Worker processes need a POSIX system: os=Windows 11");
        } finally {
            System.setProperty("os.name", name);
        }
    }

    @Test
    void tooLittleRoomIsTold() {
        LaunchFailure failure =
                catchThrowableOfType(
                        LaunchFailure.class,
                        () -> Launcher.open(Trial.options(), Long.MAX_VALUE).close());
        assertThat(failure)
                .hasMessageStartingWith(
                        "Worker processes need a directory of their own: neededBytes=")
                .hasMessageContaining("has too little room, freeBytes=");
    }

    private void startAndEnd() throws Exception {
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            WorkerOutput output = output(trial.launch);
            trial.launch.killGroup();
            assertThat(output.awaitEnd(Trial.LONG_NANOS)).isTrue();
        }
    }

    private static long descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    private ExitEvidence evidenceOf(String... commands) throws Exception {
        try (Launcher launcher = Launcher.open(Trial.options(), 0);
                Trial trial = Trial.start(launcher)) {
            WorkerOutput output = output(trial.launch);
            for (int at = 0; at < commands.length; at += 2) {
                trial.tell(commands[at], commands[at + 1]);
            }
            assertThat(trial.launch.fromWorker().read()).isNegative();
            assertThat(trial.launch.awaitExit(Trial.LONG_NANOS)).isTrue();
            return ExitEvidence.collect(trial.launch, output, Trial.LONG_NANOS);
        }
    }

    private WorkerOutput output(Launch launch) {
        return WorkerOutput.start("w", launch.output(), StandardCharsets.UTF_8, delivery);
    }

    private static void assertRefused(JvmOptions options, String message) {
        assertThatThrownBy(() -> Launcher.open(options, 0).close())
                .isInstanceOf(LaunchFailure.class)
                .hasMessage(message);
    }
}
