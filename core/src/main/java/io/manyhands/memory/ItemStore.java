package io.manyhands.memory;

/// The items of a queue in shared memory, each some bytes. No method waits; each is done wholly or
/// not at all, also when its process dies in the middle of it.
///
/// Thread-safe, for threads of any member.
public interface ItemStore {
    /// What an attempt came to.
    enum Outcome {
        /// It is done.
        DONE,
        /// There is no room now: wait at [#room()].
        FULL,
        /// There is nothing to take now: wait at [#items()].
        EMPTY,
        /// The queue is closed, and for those who take: nothing is left, nor can come back.
        CLOSED,
        /// Somebody was in the middle of a change for too long: try again in a millisecond.
        AGAIN,
        /// That item is not there any more.
        ABSENT
    }

    /// {@return whether an item of so many bytes fits when the queue is empty}
    ///
    /// @param length how many bytes
    boolean canHold(int length);

    /// Puts an item.
    ///
    /// @param bytes the array that has it, from its beginning on
    /// @param length how many bytes it has: such that [#canHold]
    /// @param priority lower ones are taken first, where the queue has priorities
    /// @return DONE, FULL, CLOSED or AGAIN
    Outcome put(byte[] bytes, int length, long priority);

    /// How an item is taken.
    enum Taking {
        /// It is the taker's.
        FOR_GOOD,
        /// It is the taker's, and counts as done.
        AND_DONE,
        /// It comes back when the taker is gone, or gives it back.
        ON_LEASE
    }

    /// Takes the next item.
    ///
    /// @param item where its bytes go; and its place, for the end of a lease
    /// @param how on which terms
    /// @return DONE, EMPTY, CLOSED or AGAIN
    Outcome take(ItemBytes item, Taking how);

    /// Ends a lease: the item is done.
    ///
    /// @param place the item's
    /// @return DONE, AGAIN; ABSENT if this member has no such lease
    Outcome finish(long place);

    /// Ends a lease: the item is the next to be taken.
    ///
    /// @param place the item's
    /// @return DONE, AGAIN; ABSENT if this member has no such lease
    Outcome giveBack(long place);

    /// Copies the item that would be taken next, which stays.
    ///
    /// @param item where its bytes go
    /// @return DONE, EMPTY, CLOSED or AGAIN
    Outcome peek(ItemBytes item);

    /// Copies the item behind another, which stays, as do all that are gone through.
    ///
    /// @param item whose place to go on from; where the bytes go
    /// @return DONE, EMPTY at the end, or AGAIN
    Outcome next(ItemBytes item);

    /// Removes an item wherever it is; it counts as done.
    ///
    /// @param place the item's
    /// @return DONE, ABSENT or AGAIN
    Outcome remove(long place);

    /// Takes no more items. Those that are there can be taken.
    ///
    /// @return DONE or AGAIN
    Outcome close();

    /// {@return whether it was closed}
    boolean isClosed();

    /// {@return how many items there are to be taken}
    long size();

    /// {@return how many items are on lease, as far as is known, and may come back}
    long leased();

    /// {@return how many more may be put, as far as their number counts}
    long remainingItems();

    /// {@return how many items were put and not said to be done, as far as is known; at least 0}
    long unfinished();

    /// Whether all items that were put are done, and that will not be undone.
    ///
    /// @return DONE if they are, EMPTY if not, or AGAIN
    Outcome rests();

    /// Says that an item is done.
    ///
    /// @return DONE, AGAIN; ABSENT if all were
    Outcome done();

    /// {@return who waits for an item}
    Sleepers items();

    /// {@return who waits for room}
    Sleepers room();

    /// {@return who waits until nothing is unfinished}
    Sleepers rest();
}
