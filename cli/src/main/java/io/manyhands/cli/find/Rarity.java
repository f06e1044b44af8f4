package io.manyhands.cli.find;

import java.nio.charset.StandardCharsets;

/// How often a byte is met in usual text, to look for the rarest ones of a term. A wrong guess
/// costs time, never a match.
final class Rarity {
    private static final byte[] COMMON =
            " etaoinsrhldcumfpgwybv,.k-\"'_()x;0=1:/STA2CMIjPBRE*DNqz{}<>LFH3O5W4[]G98U6J7VK#Y|$!?&@Q+XZ%\\~^`"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int[] OFTEN = often();

    private Rarity() {}

    /// How often this byte is met; larger means more often.
    static int often(byte value) {
        return OFTEN[value & 0xff];
    }

    private static int[] often() {
        int[] often = new int[256];
        for (int i = 0; i < 128; i++) {
            often[i] = 1;
            often[i + 128] = 60;
        }
        for (int i = 0; i < COMMON.length; i++) {
            often[COMMON[i]] = 4000 / (i + 3);
        }
        often['\t'] = 400;
        often['\r'] = 400;
        return often;
    }
}
