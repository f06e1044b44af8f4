package io.manyhands.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.examples.documents.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleOutputsTest {
    private static final String[] NONE = {};

    @Test
    void bothThreadsRunBeforeTheEnd() throws Exception {
        assertThat(Printed.by(() -> TwoThreads.main(NONE)).lines())
                .containsExactlyInAnyOrder("Square: 100", "Cube: 1000", "Done")
                .endsWith("Done");
    }

    @Test
    void everySquareIsPrintedOnce() throws Exception {
        assertThat(Printed.by(() -> Squares.main(NONE)).lines())
                .containsExactlyInAnyOrder("1", "4", "9", "16", "25");
    }

    @Test
    void finderFindsTheLinesOfThePlayInTheirOrder() throws Exception {
        Path play = Repository.root().resolve("cli/src/test/resources/as-you-like-it.txt");
        String found = Printed.by(() -> Finder.main(new String[] {"o", play.toString()}));
        assertThat(found.lines().filter(line -> !line.startsWith("Lines: ")))
                .hasSize(2532)
                .containsExactlyElementsOf(Repository.linesWith("o", play));
        assertThat(found).endsWith("Lines: 2532" + System.lineSeparator());
    }

    @Test
    void transfersThatWaitForEachOtherAreFoundAndBrokenUp() throws Exception {
        String printed = Printed.by(() -> TransfersOutOfOrder.main(NONE));
        assertThat(printed)
                .contains("deadlock, waiters=2", "waits for lock alice", "waits for lock bob")
                .contains("TransfersOutOfOrder.transfer(TransfersOutOfOrder.java:");
        assertThat(printed.lines()).endsWith("Tries: 3", "Alice: 120, Bob: 80");
    }

    @Test
    void lockOfAKilledProgramGoesToTheNext() throws Exception {
        assertThat(Printed.by(() -> KilledHolder.main(NONE)).lines())
                .containsExactly(
                        "free while the other lives: false",
                        "mine soon after: true",
                        "its holder has died: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void everyFileIsCompressedAndTheMissingOneIsTold(String kind) throws Exception {
        assertThat(Printed.by(() -> CompressedFiles.main(new String[] {kind})).lines())
                .containsExactly(
                        "file 1: compressed",
                        "file 2: compressed",
                        "file 3: compressed",
                        "file 4: compressed",
                        "missing: exit status 1");
    }

    @Test
    void everyOrderIsTakenOnce() throws Exception {
        assertThat(Printed.by(() -> QueueOfWork.main(NONE)).lines())
                .containsExactly("Put: 100", "Taken: 100");
    }

    @Test
    void endlessTaskTimesOutAndShakyOneSucceeds() throws Exception {
        assertThat(Printed.by(() -> TimeoutsAndRetries.main(NONE)).lines())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("TIMED_OUT: ")
                                        .contains("limit=PT0.05S", "task=endless-1"),
                        second -> assertThat(second).isEqualTo("answered on attempt 3"));
    }

    @Test
    void scheduleRunsUntilItIsCancelled() throws Exception {
        assertThat(Printed.by(() -> Schedules.main(NONE)).lines())
                .containsExactly("reminded", "at least three runs: true", "goes on: false");
    }

    @Test
    void streamKeepsItsOrder() throws Exception {
        assertThat(Printed.by(() -> InAStream.main(NONE)).lines()).containsExactly("[7, 5, 7]");
    }

    @Test
    void treesAreComparedByTheirLeaves() throws Exception {
        assertThat(Printed.by(() -> SameFringe.main(NONE)).lines())
                .startsWith("deep and flat: true", "deep and other: false", "all: 3 letters so far")
                .endsWith("stage: 19 letters so far");
    }

    @Test
    void oneFailureHurtsNoOtherItem() throws Exception {
        assertThat(Printed.by(() -> Outcomes.main(NONE)).lines())
                .containsExactly(
                        "value 1",
                        "failed: java.lang.NumberFormatException: For input string: \"two\"",
                        "value 3");
    }

    @Test
    void oneWorkerIsEnoughForTasksWithinTasks() throws Exception {
        assertThat(Printed.by(() -> NestedWaiting.main(NONE)).lines()).containsExactly("55");
    }

    @Test
    void halvesAreSortedByThreadsAndByProcesses() throws Exception {
        String sorted = "[a, all, all, and, is, men, merely, players, stage, the, world]";
        assertThat(Printed.by(() -> MergeSort.main(NONE)).lines()).containsExactly(sorted, sorted);
    }

    @Test
    void listenerSeesEveryEnd() throws Exception {
        assertThat(Printed.by(() -> Watching.main(NONE)).lines())
                .containsExactly("[3, 5, 5]", "ends seen by the listener: 3", "succeeded: 3");
    }

    @Test
    void buildIsShownAndRecorded() throws Exception {
        assertThat(Printed.by(() -> WatchedBuild.main(NONE)).lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("to be seen at http://127.0.0.1:"),
                        second -> assertThat(second).isEqualTo("compiled: 200"),
                        third -> assertThat(third).isEqualTo("slices: 200"));
    }

    @Test
    void paymentThatIsBookedTwiceIsFound() throws Exception {
        assertThat(Printed.by(() -> BookedTwice.main(NONE)).lines())
                .containsExactly(
                        "found: java.lang.AssertionError: times booked: 2",
                        "the same again: true",
                        "1000 runs, and no payment is booked twice");
    }

    @Test
    void capturedSocketIsNamed() throws Exception {
        assertThat(Printed.by(() -> CapturedSocket.main(NONE)).lines())
                .containsExactly("refused: captured variable 'customer'.socket");
    }

    @Test
    void taskAddsToACopyOfTheList() throws Exception {
        assertThat(Printed.by(() -> CopiedList.main(NONE)).lines())
                .containsExactly("added: true", "here: []");
    }
}
