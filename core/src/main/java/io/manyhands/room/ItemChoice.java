package io.manyhands.room;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What comes out of a queue, a pipe or a topic of processes, as one of several things to wait for.
///
/// @param waiting how it is waited for
/// @param take takes an item, and gives a [Choice.Lack] if there is none
/// @param needed who can give some; null for anybody
record ItemChoice(Waiting waiting, Supplier<Object> take, @Nullable Supplier<Need> needed)
        implements Choice {
    /// What an attempt came to that gave nothing.
    static Lack lack(Outcome outcome) {
        return switch (outcome) {
            case EMPTY, FULL -> Lack.NOTHING;
            case AGAIN -> Lack.HELD_UP;
            case CLOSED, ABSENT -> Lack.OVER;
            case DONE -> throw new IllegalArgumentException("Something was taken");
        };
    }

    @Override
    public Object attempt() {
        try {
            return take.get();
        } catch (IllegalStateException | InternalError failure) {
            throw waiting.explained(failure);
        }
    }

    @Override
    public void enter(Sleeper me) {
        waiting.enter(me);
    }

    @Override
    public long arm(Sleeper me) {
        try {
            return waiting.armAlone(me);
        } catch (IllegalStateException | InternalError failure) {
            throw waiting.explained(failure);
        }
    }

    @Override
    public void leave(Sleeper me) {
        waiting.leave(me);
    }

    @Override
    public @Nullable Need need() {
        Supplier<Need> known = needed;
        return known == null ? null : known.get();
    }
}
