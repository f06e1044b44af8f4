package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private int rounds;
    private int lefts;

    @Test
    void eachCallIsFollowedByARound() {
        Dispatcher dispatcher =
                new Dispatcher(() -> rounds++, DispatcherTest::noThread, () -> lefts++);
        dispatcher.call();
        dispatcher.call();
        assertThat(rounds).isEqualTo(2);
        assertThat(lefts).isZero();
    }

    @Test
    void callOfTheOneWhoIsAtItGivesAnotherRound() {
        Dispatcher[] own = new Dispatcher[1];
        own[0] =
                new Dispatcher(
                        () -> {
                            if (++rounds < 5) {
                                own[0].call();
                                own[0].call();
                            }
                        },
                        DispatcherTest::noThread,
                        () -> lefts++);
        own[0].call();
        assertThat(rounds).isEqualTo(5);
    }

    @Test
    void anotherGoesOnAfterAFailure() {
        List<Runnable> started = new ArrayList<>();
        Dispatcher dispatcher = new Dispatcher(this::failAtFirst, started::add, () -> lefts++);
        dispatcher.call();
        assertThat(rounds).isEqualTo(1);
        started.getFirst().run();
        assertThat(rounds).isEqualTo(2);
        dispatcher.call();
        assertThat(rounds).isEqualTo(3);
        assertThat(started).hasSize(1);
        assertThat(lefts).isZero();
    }

    @Test
    void whoHasNoThreadToHandOverToGoesOn() {
        Dispatcher dispatcher =
                new Dispatcher(this::failAtFirst, DispatcherTest::noThread, () -> lefts++);
        dispatcher.call();
        assertThat(rounds).isEqualTo(2);
        assertThat(dispatcher.isLeft()).isFalse();
        assertThat(lefts).isZero();
    }

    @Test
    void whatNobodyCouldDoIsDoneByTheNextWhoCalls() {
        Dispatcher dispatcher =
                new Dispatcher(this::failTwice, DispatcherTest::noThread, () -> lefts++);
        dispatcher.call();
        assertThat(dispatcher.isLeft()).isTrue();
        assertThat(lefts).isEqualTo(1);
        dispatcher.call();
        assertThat(dispatcher.isLeft()).isFalse();
        // One for each call at least, since both came.
        assertThat(rounds).isEqualTo(4);
        dispatcher.call();
        assertThat(rounds).isEqualTo(5);
        assertThat(lefts).isEqualTo(1);
    }

    private void failAtFirst() {
        if (++rounds == 1) {
            throw new OutOfMemoryError("for the test");
        }
    }

    private void failTwice() {
        if (++rounds <= 2) {
            throw new StackOverflowError("for the test");
        }
    }

    private static void noThread(Runnable rest) {
        throw new OutOfMemoryError("no thread, for the test: " + rest);
    }
}
