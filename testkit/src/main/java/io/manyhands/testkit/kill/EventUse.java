package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;

/// Two events for each pair of users, by which they take turns. Confined.
final class EventUse extends Use {
    private static final int TURN = OWN;
    private static final int LONG_WAITS = 4;

    private final SharedEvent mine;
    private final SharedEvent others;
    private final SharedCounter turn;
    private final int group;
    private final int pair;

    EventUse(Seat seat) {
        super(seat);
        group = seat.index() % 2;
        pair = seat.index() / 2;
        mine = seat.objects().event("go " + pair + " " + group);
        others = seat.objects().event("go " + pair + " " + (1 - group));
        turn = seat.objects().counter("turn " + pair);
    }

    /// Whoever sat here before may have died before it told the other.
    @Override
    void join() {
        others.set();
    }

    @Override
    void round() throws InterruptedException {
        while (turn.get() % 2 != group) {
            if (oneIn(LONG_WAITS)) {
                boolean _ = mine.await(moment());
            } else {
                mine.await();
            }
        }
        // Its own event is cleared by the one whose turn it is: so what is set for the next turn
        // stays.
        mine.clear();
        pen().note(TURN, TurnsReplay.value(pair, turn.get()));
        turn.set(turn.get() + 1);
        others.set();
    }

    @Override
    void ensureWhole() throws InterruptedException {
        SharedEvent event = seat().objects().event("go 0 0");
        event.clear();
        require(!event.await(moment()), "An event that is cleared has not happened");
        event.set();
        require(event.await(LONG), "An event that is set has happened");
    }

    @Override
    Replay replay(Lives lives) {
        return new TurnsReplay(lives, TURN);
    }
}
