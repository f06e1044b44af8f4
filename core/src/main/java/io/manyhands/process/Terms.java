package io.manyhands.process;

/// On what terms a pool has its workers: how many, and how long each stays. Immutable.
///
/// @param count how many work at once, without those that stand in for others; at least 1
/// @param least how many there are at all times, from 1 to the count; 0 if there is one for one
///   job, which nobody replaces
/// @param warm how many more are kept up that work only in place of another, at least 0
/// @param idleNanos how long those above the least stay that have nothing to do, and those that
///   rest beyond the warm ones
/// @param mostCalls how many calls one runs before another takes its place; 0 if that does not
///   count
/// @param ageNanos how old one gets before another takes its place; 0 if that does not count
/// @param growthBytes how much its memory grows before another takes its place; 0 if that does not
///   count
public record Terms(
        int count,
        int least,
        int warm,
        long idleNanos,
        long mostCalls,
        long ageNanos,
        long growthBytes) {

    /// So many, who stay for ever.
    ///
    /// @param count how many
    /// @return the terms
    public static Terms of(int count) {
        return new Terms(count, count, 0, Long.MAX_VALUE, 0, 0, 0);
    }

    /// One for one job: it comes with the job, and whatever becomes of it there is no other.
    ///
    /// @return the terms
    public static Terms once() {
        return new Terms(1, 0, 0, Long.MAX_VALUE, 0, 0, 0);
    }

    /// Whether there is one for one job.
    boolean isOnce() {
        return least == 0;
    }

    /// Whether nobody has to leave for what it has done or not done, or how long it has been there.
    boolean areForEver() {
        return least == count && mostCalls == 0 && ageNanos == 0 && growthBytes == 0;
    }
}
