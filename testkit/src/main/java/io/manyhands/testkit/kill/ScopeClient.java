package io.manyhands.testkit.kill;

import io.manyhands.ScopeFailedException;
import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.testkit.kill.Outcomes.End;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Opens scopes here and in tasks, one after the other, until all numbers are used. Confined to a
/// thread.
final class ScopeClient implements Runnable {
    private static final int MOST_LEVELS = 3;
    private static final int MOST_FORKS = 5;

    private final Trial.Setting setting;
    private final Outcomes outcomes;
    private final Random random;

    ScopeClient(Trial.Setting setting) {
        this.setting = setting;
        this.outcomes = setting.outcomes();
        this.random = new Random(setting.random().nextLong());
    }

    @Override
    public void run() {
        try {
            boolean areLeft = true;
            while (areLeft) {
                areLeft = tree(1 + random.nextInt(MOST_LEVELS), 1 + random.nextInt(MOST_FORKS));
            }
        } catch (Throwable failure) {
            outcomes.wrong("A client goes on: failure=" + Harvest.told(failure));
        }
    }

    /// @return false if not so many numbers are left
    private boolean tree(int levels, int forks) throws InterruptedException {
        int number = outcomes.claim(1 + levels * forks);
        if (number < 0) {
            return false;
        }
        Branch root = new Branch(setting.book(), setting.workers(), number, levels, forks);
        for (Branch each = root; each.levels() > 0; each = each.below()) {
            int parent = each.number();
            each.eachFork(fork -> outcomes.forked(parent, fork));
        }
        if (random.nextBoolean()) {
            here(root);
        } else {
            inATask(root);
        }
        for (int i = 1; i < root.size(); i++) {
            outcomes.ended(number + i, End.UNSEEN);
        }
        return true;
    }

    private void here(Branch root) throws InterruptedException {
        try {
            root.inScope();
        } catch (ScopeFailedException failure) {
            expect(root, failure);
        } finally {
            setting.book().note(root.number(), Book.OVER, 0);
        }
        outcomes.ended(root.number(), End.UNSEEN);
    }

    private void inATask(Branch root) throws InterruptedException {
        int number = root.number();
        TaskFuture<Long> future = setting.with().submit(root);
        End end = End.VALUE;
        try {
            long value = future.get();
            if (value != Deeds.valueOf(number)) {
                outcomes.wrong("A result is right: number=" + number + ", value=" + value);
            }
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof WorkerLostException loss) {
                outcomes.lost(number, loss);
                end = End.LOST;
            } else {
                expect(root, cause);
                end = End.FAILED;
            }
        }
        outcomes.ended(number, end, future.attempts());
    }

    private void expect(Branch root, @Nullable Throwable failure) {
        if (!Branch.isExpected(failure)) {
            Throwable cause = failure == null ? null : failure.getCause();
            outcomes.wrong(
                    ("A scope fails as it may: number=" + root.number())
                            + (", failure=" + Harvest.told(failure))
                            + (", cause=" + Harvest.told(cause)));
        }
    }
}
