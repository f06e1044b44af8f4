package io.manyhands.memory;

/// Which words of a memory make up one ring. Immutable.
///
/// A position is the number of bytes that were written before it since the ring began; it grows for
/// ever, and its place in the ring is the position modulo the capacity.
///
/// @param at where the ring's bytes begin
/// @param tailAt where the position is up to which records are published
/// @param headAt where the position is up to which records were released
record Ring(Words words, long at, int capacityBytes, long tailAt, long headAt, int epoch) {
    /// How many bytes there are from a position's place to the ring's end: at least 8.
    int bytesToEnd(long position) {
        return capacityBytes - ((int) position & (capacityBytes - 1));
    }

    /// The address of a position's place.
    long addressOf(long position) {
        return at + ((int) position & (capacityBytes - 1));
    }
}
