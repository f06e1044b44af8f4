package io.manyhands.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.HostShared;
import io.manyhands.Workers;
import io.manyhands.shared.SharedArray;
import io.manyhands.shared.SharedQueue;
import io.manyhands.testkit.SystemProcesses;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Another program of a trial, which does one thing.
@SuppressWarnings("ImmutableEnumChecker") // they have no state
enum AnnexMate {
    READS {
        @Override
        void run() {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                SharedArray large = shared.sharedArray("large", AnnexTrial.LARGE_BYTES);
                byte last = large.segment().get(ValueLayout.JAVA_BYTE, AnnexTrial.LARGE_BYTES - 1);
                large.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) (last + 1));
                long _ = shared.counter("hits").incrementAndGet();
            }
        }
    },

    READS_NINE {
        @Override
        void run() {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                SharedArray large = shared.sharedArray("large", AnnexTrial.LARGE_BYTES);
                assertThat(large.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
            }
        }
    },

    READS_PARTS {
        @Override
        void run() {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                for (int i = 0; i < 6; i++) {
                    SharedArray each = shared.sharedArray("part-" + i, AnnexTrial.PART_BYTES);
                    long last = AnnexTrial.PART_BYTES - 1;
                    assertThat(each.segment().get(ValueLayout.JAVA_BYTE, last)).isEqualTo((byte) i);
                    assertThat(shared.counter("count-" + i).get()).isEqualTo(i);
                }
            }
        }
    },

    TAKES {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                SharedQueue<byte[]> queue = shared.queue("jobs", AnnexTrial.QUEUE_ITEMS);
                for (int i = 0; i < 100; i++) {
                    assertThat(queue.take()).hasSize(i);
                }
            }
        }
    },

    MAKES {
        @Override
        void run() {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                long mate = shared.counter("mates").incrementAndGet();
                for (int i = 0; i < RACES; i++) {
                    SharedArray each = shared.sharedArray("race-" + i, RACE_BYTES);
                    each.segment().set(ValueLayout.JAVA_BYTE, mate, (byte) 1);
                }
            }
        }
    },

    HOLDS {
        @Override
        void run() throws Exception {
            try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                SharedArray large = shared.sharedArray("large", AnnexTrial.LARGE_BYTES);
                large.segment().fill((byte) 9);
                ready();
                new CountDownLatch(1).await();
            }
        }
    },

    CHURNS {
        @Override
        void run() {
            for (int i = 0; ; i++) {
                try (HostShared shared = HostShared.open(AnnexTrial.NAME)) {
                    if (i == 1) {
                        ready();
                    }
                    shared.sharedArray("large", AnnexTrial.LARGE_BYTES).segment().fill((byte) 1);
                    Object _ = shared.sharedArray(RACE_BYTES + i % 7 * 512_000L);
                }
            }
        }
    },

    HOLDS_IN_WORKERS {
        @Override
        void run() throws Exception {
            try (Workers workers = AnnexTrial.workers()) {
                SharedArray large = workers.sharedArray("large", AnnexTrial.LARGE_BYTES);
                workers.submit(() -> large.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 9)).get();
                ready();
                new CountDownLatch(1).await();
            }
        }
    };

    /// How many objects several make at a time.
    static final int RACES = 20;

    static final long RACE_BYTES = 1_500_000;

    /// The program.
    ///
    /// @param arguments what it does
    /// @throws Exception if it fails
    public static void main(String[] arguments) throws Exception {
        valueOf(arguments[0]).run();
    }

    abstract void run() throws Exception;

    Process start() throws Exception {
        List<String> command = SystemProcesses.java(AnnexMate.class);
        command.add(1, "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.add(name());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    void runAndWait() throws Exception {
        assertThat(start().waitFor()).isZero();
    }

    void killWhenReady() throws Exception {
        Process mate = start();
        awaitReady(mate);
        int _ = mate.destroyForcibly().waitFor();
    }

    static void awaitReady(Process mate) throws Exception {
        assertThat(mate.getInputStream().read()).isEqualTo('R');
    }

    private static void ready() {
        Streams.out().println('R');
    }
}
