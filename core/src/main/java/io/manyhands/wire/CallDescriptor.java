package io.manyhands.wire;

/// The types of the records by which a program and a worker speak of calls, whether they go through
/// a ring or, before there is one, in frames. Stateless.
///
/// ```
///   to the worker    sequence   argument        payload
///   TASK             the call   loader id       encoded task
///   ITEM             the call   function id     encoded argument
///   ITEMS            the first  function id     encoded arguments, see Chunk
///   FUNCTION         loader id  function id     encoded function
///   FORGET_FUNCTION  0          function id     -
///   DEFINE           0          dictionary id   definition
///   PART             the call   0               a piece of the next record's payload
///   ARRAY            the call   type            a piece of a large array of the next value
///   CUT              0          0               -: the pieces so far are void
///   GUEST_TASK       the call   loader id       encoded task, see below
///   GUEST_ITEM       the call   loader id       function and encoded argument, see below
///   RINGS            0          0               -: by pipe, its last call; the ring comes now
///   FORGET_LOADER    0          loader id       -: by pipe, at any time
///
///   from the worker  sequence   argument        payload
///   VALUE            the call   0               encoded result
///   FAILURE          the call   0               encoded failure
///   REFUSED          the call   0               what could not travel: see Refusal
///   BARE_FAILURE     the call   0               class name, line feed, message; UTF-8
///   ANSWERS          the first  0               answers, see Chunk, in a record that grows
///   CUT_SHORT        the first  0               -: the calls of ITEMS behind those answered are void
///   DEFINE, PART, ARRAY  as above
/// ```
///
/// A payload that is too long for one record is cut: its first pieces go in PART records, the last
/// one in the record itself, and `total` is the length of the whole in each of them; `total` is 0
/// in a record that holds its payload whole. Nothing else comes between the pieces. A TASK and an
/// ITEM are claimed by their own record's state, never by that of a PART.
///
/// ITEMS is a record of several calls, numbered one after the other, claimed one by one by the
/// record's state, and answered one by one. They go by ring only, in one record.
///
/// The small answers to quick ITEMS go together: the worker adds each to an ANSWERS record as soon
/// as it is there.
///
/// The large arrays of a value go before its payload, one after the other, by ring only. `total` is
/// the length of the array in each of its pieces; an array ends when it has as many bytes.
///
/// The GUEST records come from a worker that uses a handle. Neither they nor their answers use the
/// dictionaries of a line, and so they have no large arrays. A GUEST_ITEM's payload is
///
/// ```
///   program (8) number (4) length (4) encoded function, of that length; encoded argument
/// ```
///
/// Program and number tell the function from all others: it is decoded once for items that follow
/// each other.
public final class CallDescriptor {
    /// A task to run.
    public static final byte TASK = 1;

    /// An argument to apply a function to.
    public static final byte ITEM = 2;

    /// A function for items to come.
    public static final byte FUNCTION = 3;

    /// No more items come for a function.
    public static final byte FORGET_FUNCTION = 4;

    /// An entry of the writer's dictionary. Both ways.
    public static final byte DEFINE = 5;

    /// A piece of a payload. Both ways.
    public static final byte PART = 6;

    /// Ends the pieces of a payload that is not wanted any more.
    public static final byte CUT = 7;

    /// Ends the calls that go by pipe, and what they need.
    public static final byte RINGS = 8;

    /// Arguments to apply a function to, one after the other.
    public static final byte ITEMS = 9;

    /// A class loader is gone, and its id never comes again.
    public static final byte FORGET_LOADER = 10;

    /// A piece of a [LargeArray]. Both ways.
    public static final byte ARRAY = 11;

    /// What is before the function in a GUEST_ITEM.
    public static final int GUEST_ITEM_HEADER = Long.BYTES + Integer.BYTES + Integer.BYTES;

    /// A task that another worker has sent.
    public static final byte GUEST_TASK = 17;

    /// A function and an argument that another worker has sent.
    public static final byte GUEST_ITEM = 18;

    /// A call's value.
    public static final byte VALUE = 33;

    /// What a call threw.
    public static final byte FAILURE = 34;

    /// A call's code, argument or value cannot travel.
    public static final byte REFUSED = 35;

    /// What a call threw, for when nothing could be encoded.
    public static final byte BARE_FAILURE = 36;

    /// No answers come for the rest of the calls of a record, which was taken back.
    public static final byte CUT_SHORT = 37;

    /// Answers to calls that follow each other.
    public static final byte ANSWERS = 38;

    /// Where a class name ends in a [#BARE_FAILURE].
    public static final char NAME_END = '\n';

    private CallDescriptor() {}

    /// Whether a record is one that the worker runs and answers.
    ///
    /// @param type a type of those that go to the worker
    /// @return whether it is
    public static boolean isCall(byte type) {
        return type == TASK
                || type == ITEM
                || type == ITEMS
                || type == GUEST_TASK
                || type == GUEST_ITEM;
    }
}
