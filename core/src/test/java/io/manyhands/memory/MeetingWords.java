package io.manyhands.memory;

/// Words whose user stands still before one of its accesses, while somebody else does something.
/// Confined to one thread.
final class MeetingWords extends ForwardingWords {
    private Runnable meeting = () -> {};
    private int left = Integer.MAX_VALUE;

    MeetingWords(Words words) {
        super(words);
    }

    void meetAfter(int accesses, Runnable other) {
        left = accesses;
        meeting = other;
    }

    @Override
    void touch(long at, long bytes) {
        if (left-- == 0) {
            meeting.run();
        }
    }
}
