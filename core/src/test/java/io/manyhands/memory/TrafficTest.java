package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two threads at the two ends of a ring.
final class TrafficTest {
    private static final int CAPACITY = 1 << 14;
    private static final int LONGEST = CAPACITY / 8 - RecordDescriptor.HEADER_BYTES;
    private static final int RECORDS = 1_000_000;
    private static final int FEW_RECORDS = 20_000;
    private static final int ROUND_TRIPS = 10_000;
    private static final Executor THREADS =
            task -> Thread.ofPlatform().name("manyhands-test-ring").daemon().start(task);

    @TempDir Path directory;

    @Test
    void everyRecordOnTheHeapIsClaimedOrRevoked() throws Exception {
        drive(Samples.words(CAPACITY), RECORDS);
    }

    @Test
    void everyRecordInAMappedFileIsClaimedOrRevoked() throws Exception {
        long sizeBytes = ChannelMemory.sizeBytes(CAPACITY, CAPACITY);
        try (SharedFile parents = SharedFile.create(directory, "ring", sizeBytes);
                SharedFile workers = SharedFile.open(parents.path())) {
            ChannelMemory.create(parents.words(), Samples.EPOCH, CAPACITY, CAPACITY);
            drive(
                    ChannelMemory.open(parents.words()),
                    ChannelMemory.open(workers.words()),
                    RECORDS);
        }
    }

    @Test
    void lostPayloadIsCaught() {
        assertThatThrownBy(() -> drive(new LosingWords(Samples.words(CAPACITY)), FEW_RECORDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void recordThatBothSidesGetIsCaught() {
        assertThatThrownBy(() -> drive(new GenerousWords(Samples.words(CAPACITY)), FEW_RECORDS))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void sleepersAreAlwaysWoken() throws Exception {
        ChannelMemory memory = Samples.channel();
        Semaphore parentFrames = new Semaphore(0);
        Semaphore workerFrames = new Semaphore(0);
        CompletableFuture<Void> echo =
                CompletableFuture.runAsync(
                        () ->
                                echo(
                                        new Sleeper(memory.requestReader(), memory.workerBell()),
                                        workerFrames,
                                        memory.responseWriter(),
                                        memory.parentBell(),
                                        parentFrames),
                        THREADS);
        RingWriter requests = memory.requestWriter();
        Sleeper responses = new Sleeper(memory.responseReader(), memory.parentBell());
        for (int i = 0; i < ROUND_TRIPS; i++) {
            send(requests, i, memory.workerBell(), workerFrames);
            responses.await(parentFrames);
            Samples.ensureWhole(responses.reader(), i, 8);
            responses.reader().release();
        }
        echo.get(1, TimeUnit.MINUTES);
    }

    private static void echo(
            Sleeper requests,
            Semaphore workerFrames,
            RingWriter responses,
            Bell parentBell,
            Semaphore parentFrames) {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            requests.await(workerFrames);
            send(responses, requests.reader().sequence(), parentBell, parentFrames);
            requests.reader().release();
        }
    }

    private static void send(RingWriter writer, long sequence, Bell bell, Semaphore frames) {
        assertThat(Samples.write(writer, sequence, 8)).isNotNegative();
        if (bell.ring(Bell.DATA)) {
            frames.release();
        }
    }

    private static void drive(Words words, int records) throws Exception {
        ChannelMemory memory = ChannelMemory.create(words, Samples.EPOCH, CAPACITY, CAPACITY);
        drive(memory, memory, records);
    }

    private static void drive(ChannelMemory parents, ChannelMemory workers, int records)
            throws Exception {
        CompletableFuture<BitSet> claimed =
                CompletableFuture.supplyAsync(
                        () -> consume(workers.requestReader(), records), THREADS);
        BitSet revoked = produce(parents.requestWriter(), records, claimed);
        BitSet both = (BitSet) claimed.get(1, TimeUnit.MINUTES).clone();
        both.and(revoked);
        assertThat(both.cardinality()).as("claimed and revoked").isZero();
        BitSet either = (BitSet) revoked.clone();
        either.or(claimed.get());
        assertThat(either.cardinality()).as("claimed or revoked").isEqualTo(records);
        assertThat(revoked.cardinality()).isPositive();
        assertThat(claimed.get().cardinality()).isPositive();
    }

    /// Writes records, some of them several at once, and takes some back soon afterwards.
    private static BitSet produce(
            RingWriter writer, int records, CompletableFuture<BitSet> consumer) {
        Random random = new Random(1);
        BitSet revoked = new BitSet(records);
        RecordHeader header = new RecordHeader();
        byte[] payload = new byte[LONGEST];
        for (int i = 0; i < records; i++) {
            int length = fill(payload, i);
            header.begin(Samples.TYPE, i).argument(length);
            long position = writer.writeUnpublished(header, payload, 0, length);
            while (position < 0 && !consumer.isDone()) {
                writer.publish();
                Pause.yieldNow();
                position = writer.writeUnpublished(header, payload, 0, length);
            }
            if (position < 0) {
                return revoked;
            }
            int dice = random.nextInt(16);
            if (dice < 12 || i == records - 1) {
                writer.publish();
            }
            if (dice % 4 == 0 && writer.revoke(position, 0, 1) == 0) {
                revoked.set(i);
            }
        }
        return revoked;
    }

    private static BitSet consume(RingReader reader, int records) {
        BitSet claimed = new BitSet(records);
        byte[] payload = new byte[LONGEST];
        byte[] expected = new byte[payload.length];
        for (int i = 0; i < records; i++) {
            while (!reader.next()) {
                Pause.yieldNow();
            }
            int length = fill(expected, i);
            reader.copyPayload(payload, 0);
            if (reader.sequence() != i
                    || reader.argument() != length
                    || reader.payloadLength() != length
                    || !Arrays.equals(payload, 0, length, expected, 0, length)) {
                throw new AssertionError("The record must be as it was written: sequence=" + i);
            }
            if (reader.claim(0)) {
                claimed.set(i);
            }
            reader.release();
        }
        return claimed;
    }

    private static int fill(byte[] payload, int sequence) {
        int length = length(sequence);
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (sequence * 31 + i + 1);
        }
        return length;
    }

    /// A length that follows from the sequence: mostly short, sometimes the longest.
    private static int length(int sequence) {
        int mixed = sequence * 0x9E3779B9;
        boolean isLong = Integer.remainderUnsigned(mixed, 40) == 0;
        return (mixed >>> 8) % (isLong ? LONGEST + 1 : 48);
    }

    /// A reader that sleeps when there is nothing.
    private record Sleeper(RingReader reader, Bell bell) {
        void await(Semaphore frames) {
            while (!reader.next()) {
                bell.arm(Bell.DATA);
                if (reader.isEmpty()) {
                    sleep(frames);
                }
                bell.disarm(Bell.DATA);
            }
        }

        private static void sleep(Semaphore frames) {
            try {
                if (!frames.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("A wake-up was lost");
                }
            } catch (InterruptedException interruption) {
                throw new AssertionError(interruption);
            }
        }
    }

    /// Words that lose each thousandth payload.
    private static final class LosingWords extends ForwardingWords {
        private int copies;

        LosingWords(Words words) {
            super(words);
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            if (++copies % 1000 != 0) {
                super.copyIn(at, source, offset, length);
            }
        }
    }

    /// Words that say yes to everyone who wants to change a state.
    private static final class GenerousWords extends ForwardingWords {
        GenerousWords(Words words) {
            super(words);
        }

        @Override
        public boolean casInt(long at, int expected, int value) {
            boolean _ = super.casInt(at, expected, value);
            return true;
        }
    }
}
