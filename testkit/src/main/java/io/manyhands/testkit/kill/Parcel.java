package io.manyhands.testkit.kill;

import java.util.Arrays;
import java.util.Random;

/// What goes through queues, topics and pipes: a number that nothing else has, so often that it can
/// be seen whether it comes whole. Stateless.
final class Parcel {
    private static final int MOST_TIMES = 40;
    private static final int SEQUENCE_BITS = 32;

    private Parcel() {}

    static long id(int life, int sequence) {
        return (long) life << SEQUENCE_BITS | sequence;
    }

    static int life(long id) {
        return (int) (id >>> SEQUENCE_BITS);
    }

    static int sequence(long id) {
        return (int) id;
    }

    static long[] wrap(long id, Random random) {
        long[] parcel = new long[1 + random.nextInt(MOST_TIMES)];
        Arrays.fill(parcel, id);
        return parcel;
    }

    static long open(long[] parcel) {
        for (long each : parcel) {
            Use.require(each == parcel[0], "What comes is whole: item=" + Arrays.toString(parcel));
        }
        return parcel[0];
    }
}
