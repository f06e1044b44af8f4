package io.manyhands.local;

import io.manyhands.waits.Choice;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What comes out of a queue or topic of one JVM, as one of several things to wait for.
///
/// @param clock by which its makers measure the time
/// @param watchers those who wait; they are woken besides the one who is signalled, as they may
///   take something else instead
/// @param take takes an item, and gives a [Choice.Lack] if there is none
/// @param need who can give some; null for anybody
record LocalChoice(Clock clock, List<Sleeper> watchers, Supplier<Object> take, @Nullable Need need)
        implements Choice {

    @Override
    public Object attempt() {
        return take.get();
    }

    @Override
    public void enter(Sleeper me) {
        watchers.add(me);
    }

    @Override
    public long arm(Sleeper me) {
        return Long.MAX_VALUE;
    }

    @Override
    public void leave(Sleeper me) {
        watchers.remove(me);
    }
}
