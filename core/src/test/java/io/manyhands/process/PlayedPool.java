package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A pool whose workers are played, and whose time stands still.
final class PlayedPool extends TestHost {
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final long NEVER = Long.MAX_VALUE;

    final Terms terms;
    final List<Played> members = new ArrayList<>();
    final Roster roster;
    long now;
    long alarmNanos = NEVER;
    int alarms;
    int cancelled;
    private @Nullable Runnable action;

    PlayedPool(Terms terms) {
        this.terms = terms;
        this.roster = new Roster(terms, members, this, () -> {});
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Alarm alarm(long afterNanos, Runnable rung) {
        alarmNanos = now + afterNanos;
        action = rung;
        alarms++;
        return () -> ++cancelled > 0;
    }

    void ring() {
        Runnable rung = action;
        now = alarmNanos;
        alarmNanos = NEVER;
        assertThat(rung).isNotNull();
        if (rung != null) {
            rung.run();
        }
    }

    /// One that comes up.
    Played member() {
        Played member = new Played(terms);
        members.add(member);
        return member;
    }

    /// One that is up.
    Played up() {
        Played member = member();
        member.tenure.open(now, Tenure.UNKNOWN);
        roster.cameUp(SECOND / 10);
        return member;
    }

    /// A worker that does what it is told.
    static final class Played implements Roster.Member {
        final Tenure tenure;
        int load;
        long nanosEach;

        Played(Terms terms) {
            tenure = new Tenure(terms, 0);
        }

        @Override
        public Tenure tenure() {
            return tenure;
        }

        @Override
        public int load() {
            return load;
        }

        @Override
        public long nanosEach() {
            return nanosEach;
        }

        @Override
        public boolean isIdle() {
            return tenure.isOpen() && load == 0;
        }

        @Override
        public long bytes() {
            return Tenure.UNKNOWN;
        }

        @Override
        public void leave() {
            tenure.leave();
        }

        @Override
        public void finish() {
            tenure.finish();
        }

        @Override
        public void giveWay(boolean gives) {
            tenure.giveWay(gives);
        }

        void send(int calls) {
            tenure.count(calls);
            load += calls;
        }
    }
}
