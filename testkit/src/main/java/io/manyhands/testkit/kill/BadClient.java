package io.manyhands.testkit.kill;

import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.testkit.kill.Outcomes.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Submits tasks that do to their worker what they can, among ordinary ones, which all come to a
/// value unless their worker was wrecked before them. Confined to a thread.
final class BadClient implements Runnable {
    private static final int MOST_BETWEEN = 40;
    private static final int MOST_OPEN = 100;
    private static final Duration LIMIT = Duration.ofMillis(30);
    private static final Set<End> ALWAYS = EnumSet.of(End.VALUE);

    private final Trial.Setting setting;
    private final Random random;
    private final Harvest harvest;
    private final long bytes;

    /// @param bytes how much is printed by those who print much
    BadClient(Trial.Setting setting, long bytes) {
        this.setting = setting;
        this.random = new Random(setting.random().nextLong());
        this.harvest = new Harvest(setting.outcomes());
        this.bytes = bytes;
    }

    @Override
    public void run() {
        try {
            List<Mischief> kinds = new ArrayList<>(List.of(Mischief.values()));
            boolean goesOn = true;
            while (goesOn) {
                Collections.shuffle(kinds, random);
                for (Mischief kind : kinds) {
                    goesOn = goesOn && submit(kind) && ordinary(random.nextInt(MOST_BETWEEN));
                    harvest.settleAbove(random.nextInt(5) == 0 ? 0 : MOST_OPEN);
                }
            }
            boolean _ = ordinary(Integer.MAX_VALUE);
            harvest.conclude();
        } catch (Throwable failure) {
            setting.outcomes().wrong("A client goes on: failure=" + Harvest.told(failure));
        }
    }

    private boolean ordinary(int many) {
        Book own = setting.book();
        for (int i = 0; i < many; i++) {
            int number = setting.outcomes().claim(1);
            if (number < 0) {
                return false;
            }
            long nanos = random.nextInt(4) == 0 ? random.nextInt(2_000_000) : 0;
            harvest.add(
                    number, setting.with().submit(() -> Deeds.compute(own, number, nanos)), ALWAYS);
        }
        return true;
    }

    private boolean submit(Mischief kind) {
        int number = setting.outcomes().claim(1);
        if (number >= 0) {
            Book own = setting.book();
            long most = bytes;
            Submitter with =
                    kind == Mischief.IGNORE ? setting.with().withTimeout(LIMIT) : setting.with();
            TaskFuture<?> future =
                    with.named(kind.name()).submit(() -> kind.act(own, number, most));
            Predicate<@Nullable Object> isRight =
                    value -> Long.valueOf(Deeds.valueOf(number)).equals(value);
            if (kind.wrecks()) {
                harvest.addWrecking(number, future, isRight, kind.ends());
            } else {
                harvest.add(number, future, isRight, kind.ends());
            }
        }
        return number >= 0;
    }
}
