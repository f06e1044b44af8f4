package io.manyhands.memory;

import java.io.Serial;

/// Words whose user dies at an access, and does nothing any more; of an array that was being copied
/// in, half is there. Confined to one thread.
final class MortalWords extends ForwardingWords {
    /// What the user dies of.
    static final class Death extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;
    }

    private int left = Integer.MAX_VALUE;

    MortalWords(Words words) {
        super(words);
    }

    void dieAfter(int accesses) {
        left = accesses;
    }

    /// Whether an action was survived.
    static boolean survives(Runnable action) {
        try {
            action.run();
            return true;
        } catch (Death death) {
            return false;
        }
    }

    @Override
    void touch(long at, long bytes) {
        if (left == 0) {
            throw new Death();
        }
        left--;
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        if (left == 0) {
            words.copyIn(at, source, offset, length / 2);
        }
        super.copyIn(at, source, offset, length);
    }
}
