package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A worker's surroundings are those of the program (W8).
public abstract class SurroundingsContract extends Contract {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final String PROPERTY = "io.manyhands.testkit.surroundings";

    private static int statics;

    /// For the kinds.
    protected SurroundingsContract() {}

    @Test
    @Tag("W8")
    void tasksRunInOtherProcesses() throws Exception {
        assertThat(open(1).submit(() -> Losses.ownPid()).get()).isNotEqualTo(Losses.ownPid());
    }

    @Test
    @Tag("W8")
    void staticsAreThoseOfTheProcess() throws Exception {
        statics = 7;
        Task<Integer> counting = () -> ++statics;
        var workers = open(1);
        assertThat(workers.submit(counting).get()).isEqualTo(1);
        assertThat(workers.submit(counting).get()).isEqualTo(2);
        assertThat(statics).isEqualTo(7);
    }

    /// A child of `fork` would have it locked for ever.
    @Test
    @Tag("W8")
    void lockThatIsHeldHereIsFreeInAWorker() throws Exception {
        LOCK.lock();
        try {
            assertThat(open(1).submit(() -> LOCK.tryLock()).get()).isTrue();
        } finally {
            LOCK.unlock();
        }
    }

    @Test
    @Tag("W8")
    void systemPropertiesReachTheWorkers() throws Exception {
        for (String value : List.of("plain", "", "two words", "a\"b'c\\d$e\tf\ng", "ä€𝄞")) {
            System.setProperty(PROPERTY, value);
            try {
                assertThat(open(1).submit(() -> System.getProperty(PROPERTY)).get())
                        .isEqualTo(value);
            } finally {
                String _ = System.clearProperty(PROPERTY);
            }
        }
    }

    @Test
    @Tag("W8")
    void localesReachTheWorkers() throws Exception {
        Locale before = Locale.getDefault();
        Locale formats = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.forLanguageTag("sr-Latn-RS"));
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("de-CH"));
        try {
            var workers = open(1);
            assertThat(workers.submit(() -> Locale.getDefault().toLanguageTag()).get())
                    .isEqualTo("sr-Latn-RS");
            Task<String> format = () -> Locale.getDefault(Locale.Category.FORMAT).toLanguageTag();
            assertThat(workers.submit(format).get()).isEqualTo("de-CH");
        } finally {
            Locale.setDefault(before);
            Locale.setDefault(Locale.Category.FORMAT, formats);
        }
    }

    @Test
    @Tag("W8")
    void timeZoneReachesTheWorkers() throws Exception {
        TimeZone before = TimeZone.getDefault();
        for (String zone : List.of("Pacific/Chatham", "GMT+03:30")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            try {
                assertThat(open(1).submit(() -> TimeZone.getDefault().getID()).get())
                        .isEqualTo(zone);
            } finally {
                TimeZone.setDefault(before);
            }
        }
    }

    @Test
    @Tag("W8")
    void encodingsReachTheWorkers() throws Exception {
        var workers = open(1);
        for (String name : List.of("file.encoding", "native.encoding", "stdout.encoding")) {
            String there = workers.submit(() -> String.valueOf(System.getProperty(name))).get();
            assertThat(there).as(name).isEqualTo(String.valueOf(System.getProperty(name)));
        }
        assertThat(workers.submit(() -> Charset.defaultCharset().name()).get())
                .isEqualTo(Charset.defaultCharset().name());
    }

    @Test
    @Tag("W8")
    void directoryAndEnvironmentReachTheWorkers() throws Exception {
        var workers = open(1);
        assertThat(workers.submit(() -> Path.of("").toAbsolutePath().toString()).get())
                .isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(workers.submit(() -> new File("x").getAbsolutePath()).get())
                .isEqualTo(new File("x").getAbsolutePath());
        assertThat(workers.submit(() -> String.valueOf(System.getenv("PATH"))).get())
                .isEqualTo(String.valueOf(System.getenv("PATH")));
    }

    @Test
    @Tag("W8")
    void assertionsAreAsInTheProgram() throws Exception {
        boolean here = SurroundingsContract.class.desiredAssertionStatus();
        Task<Boolean> there = () -> SurroundingsContract.class.desiredAssertionStatus();
        assertThat(open(1).submit(there).get()).isEqualTo(here);
    }

    @Test
    @Tag("W8")
    void classesAndResourcesOfTheProgramAreThere() throws Exception {
        var workers = open(1);
        String name = SurroundingsContract.class.getName();
        Task<String> byContext =
                () ->
                        Class.forName(name, true, Thread.currentThread().getContextClassLoader())
                                .getName();
        assertThat(workers.submit(byContext).get()).isEqualTo(name);
        Task<Boolean> resource =
                () -> SurroundingsContract.class.getResource("SurroundingsContract.class") != null;
        assertThat(workers.submit(resource).get()).isTrue();
    }

    @Test
    @Tag("W8")
    void nothingOfTheLibraryIsInTheSystemPropertiesOfTheWorker() throws Exception {
        Task<List<String>> names =
                () ->
                        System.getProperties().stringPropertyNames().stream()
                                .filter(name -> name.startsWith("io.manyhands."))
                                .filter(name -> !name.startsWith("io.manyhands.testkit."))
                                .toList();
        assertThat(open(1).submit(names).get()).isEmpty();
    }
}
