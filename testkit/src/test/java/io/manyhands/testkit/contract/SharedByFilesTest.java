package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedByFilesTest {
    private static final int EACH = 1_000;

    private @Nullable Path directory;

    @BeforeEach
    void open() {
        directory = TestDirectory.openIf(true);
    }

    @AfterEach
    void close() {
        TestDirectory.close(directory);
    }

    @Test
    void anotherProcessSharesAll() throws Exception {
        Signal begun = new Signal();
        Signal go = new Signal();
        Tally tally = new Tally();
        Notes notes = new Notes();
        Ledger ledger = Ledger.ofTasks(EACH);
        Process other = start(begun, go, tally, notes, ledger);
        try {
            begun.await();
            go.give();
            Program.count(tally, notes, ledger);
            assertThat(other.waitFor()).isZero();
        } finally {
            Process _ = other.destroyForcibly();
        }
        // Each number was given to one increment, of whichever process.
        assertThat(notes.lines().stream().map(Integer::valueOf))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 2 * EACH).boxed().toList());
        assertThat(tally.count()).isEqualTo(2 * EACH);
        assertThat(ledger.begunInAll()).isEqualTo(2 * EACH);
        assertThat(ledger.begun(EACH - 1)).isEqualTo(2);
        assertThat(ledger.leaks()).isZero();
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        Signal never = new Signal();
        Actor<Integer> waiting =
                Actor.start(() -> {
                    never.await();
                    return 1;
                });
        waiting.awaitWaiting().interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        assertThat(never.isGiven()).isFalse();
    }

    @Test
    void interruptedThreadCountsAll() {
        Tally tally = new Tally();
        Thread.currentThread().interrupt();
        int first = tally.increment();
        int second = tally.increment();
        int third = tally.decrement();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(List.of(first, second, third)).containsExactly(1, 2, 1);
        assertThat(tally.count()).isEqualTo(1);
    }

    @Test
    void endOfTheTestEndsWaitsAndLosesWhatComesLater() throws Exception {
        Signal never = new Signal();
        Tally tally = new Tally();
        Notes notes = new Notes();
        Actor<Integer> waiting =
                Actor.start(() -> {
                    never.await();
                    return tally.increment();
                });
        waiting.awaitWaiting();
        assertThat(tally.increment()).isEqualTo(1);
        close();
        assertThat(waiting.result()).isEqualTo(1);
        notes.add("late");
        assertThat(notes.lines()).isEmpty();
        assertThat(directory).doesNotExist();
        assertThat(new Signal().place().isFile()).isFalse();
    }

    @Test
    void testThatEndsLateLeavesTheDirectoryOfTheNextAlone() {
        Path next = TestDirectory.openIf(true);
        try {
            close();
            assertThat(next).exists();
            assertThat(TestDirectory.path()).isEqualTo(String.valueOf(next));
        } finally {
            TestDirectory.close(next);
        }
        assertThat(TestDirectory.path()).isEmpty();
    }

    @Test
    void onlyCompleteLinesAreRead() {
        Notes notes = new Notes();
        notes.add("first");
        new Rows(notes.place().file()).write("half".getBytes(UTF_8));
        assertThat(notes.lines()).containsExactly("first");
        notes.add(" and half");
        assertThat(notes.lines()).containsExactly("first", "half and half");
    }

    /// What the other process does.
    static final class Program {
        private Program() {}

        /// The program.
        ///
        /// @param arguments the directory, and the numbers of what is shared
        public static void main(String[] arguments) throws Exception {
            List<Place> places = new ArrayList<>();
            for (int i = 1; i < arguments.length; i++) {
                places.add(new Place(Long.parseLong(arguments[i]), arguments[0]));
            }
            new Signal(places.get(0)).give();
            new Signal(places.get(1)).await();
            Ledger ledger = new Ledger(places.get(4));
            count(new Tally(places.get(2)), new Notes(places.get(3)), ledger);
        }

        static void count(Tally tally, Notes notes, Ledger ledger) {
            for (int i = 0; i < EACH; i++) {
                notes.add("" + tally.increment());
                ledger.begins(i, false);
            }
        }
    }

    private static Process start(Signal begun, Signal go, Tally tally, Notes notes, Ledger ledger)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", classPath(), Program.class.getName()));
        command.add(begun.place().directory());
        for (Place place :
                List.of(begun.place(), go.place(), tally.place(), notes.place(), ledger.place())) {
            command.add(Long.toString(place.number()));
        }
        return new ProcessBuilder(command).inheritIO().start();
    }

    /// That of this JVM, where the tests' own classes can be patched into a module.
    private static String classPath() throws Exception {
        String own = SharedByFilesTest.class.getName().replace('.', '/') + ".class";
        Path file =
                Path.of(
                        Objects.requireNonNull(
                                        SharedByFilesTest.class.getResource(
                                                "SharedByFilesTest.class"))
                                .toURI());
        Path root = file;
        for (int i = 0; i < Path.of(own).getNameCount(); i++) {
            root = Objects.requireNonNull(root.getParent());
        }
        return String.join(
                File.pathSeparator,
                root.toString(),
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", ""));
    }
}
