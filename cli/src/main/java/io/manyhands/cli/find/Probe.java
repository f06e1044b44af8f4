package io.manyhands.cli.find;

import java.nio.ByteBuffer;

/// Looks for places where two bytes stand at a fixed distance: the rarest two of a term. Eight
/// places are looked at in one step, and 512 before anything is decided, in a loop that the
/// compiler turns into vector instructions. Immutable.
///
/// A place is where the term begins, or the part of it that has a fixed length. Each byte is
/// compared after setting the bits of a mask, in which the forms of a letter differ: places are
/// candidates.
final class Probe {
    private static final int STRIDE = 512;
    private static final int PATIENCE = 64;

    private final int near;
    private final long nearMask;
    private final long nearValue;
    private final int far;
    private final long farMask;
    private final long farValue;

    private Probe(int near, Mask nearMask, int far, Mask farMask) {
        this.near = near;
        this.nearMask = Newlines.repeat(nearMask.bits());
        this.nearValue = Newlines.repeat(nearMask.value());
        this.far = far;
        this.farMask = Newlines.repeat(farMask.bits());
        this.farValue = Newlines.repeat(farMask.value());
    }

    /// Chooses the two bytes to look for.
    ///
    /// @param masks the bytes, one after another; at least one
    static Probe of(Mask... masks) {
        int rarest = rarest(masks, -1);
        int second = masks.length == 1 ? rarest : rarest(masks, rarest);
        int near = Math.min(rarest, second);
        int far = Math.max(rarest, second);
        return new Probe(near, masks[near], far, masks[far]);
    }

    /// The first place that may be one, at or after `from`; or a number larger than `last`.
    int find(ByteBuffer data, int from, int last) {
        int at = from;
        int patience = from + PATIENCE;
        while (at <= last) {
            if (at >= patience) {
                at = skip(data, at, last);
                patience = at + STRIDE;
                if (at > last) {
                    break;
                }
            }
            long found = Newlines.lowestZero(differences(data, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
        return last + 1;
    }

    private int skip(ByteBuffer data, int from, int last) {
        int at = from;
        while (at <= last && !anyIn(data, at + near, at + far)) {
            at += STRIDE;
        }
        return at;
    }

    private boolean anyIn(ByteBuffer data, int nearFrom, int farFrom) {
        long mask1 = nearMask;
        long value1 = nearValue;
        long mask2 = farMask;
        long value2 = farValue;
        long found = 0;
        for (int i = 0; i < STRIDE; i += Long.BYTES) {
            long differences =
                    ((data.getLong(nearFrom + i) | mask1) ^ value1)
                            | ((data.getLong(farFrom + i) | mask2) ^ value2);
            found |= (differences - Newlines.ONES) & ~differences;
        }
        return (found & Newlines.HIGH) != 0;
    }

    private long differences(ByteBuffer data, int at) {
        return ((data.getLong(at + near) | nearMask) ^ nearValue)
                | ((data.getLong(at + far) | farMask) ^ farValue);
    }

    private static int rarest(Mask[] masks, int except) {
        int best = -1;
        for (int i = 0; i < masks.length; i++) {
            if (i != except && (best < 0 || masks[i].often() < masks[best].often())) {
                best = i;
            }
        }
        return best;
    }

    /// The forms of one byte of a term: equal to `value` once `bits` are set.
    ///
    /// @param bits those in which the forms differ
    /// @param value the common rest, with those bits set
    /// @param often how often one of them is met
    record Mask(int bits, int value, int often) {
        /// The mask of the bytes at one place of several forms of equal length.
        static Mask of(byte[][] forms, int place) {
            int bits = 0;
            int often = 0;
            for (byte[] form : forms) {
                bits |= (form[place] ^ forms[0][place]) & 0xff;
                often += Rarity.often(form[place]);
            }
            return new Mask(bits, (forms[0][place] & 0xff) | bits, often);
        }
    }
}
