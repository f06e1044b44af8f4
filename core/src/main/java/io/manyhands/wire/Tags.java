package io.manyhands.wire;

/// What begins each part of the compact form, which a codec with dictionaries writes.
///
/// ```
///   value  = tag, payload        (the values of a container are values again)
///   count  = 1 to 5 bytes: seven bits each, lowest first; the top bit says that more follow
///   number = a count (or up to 10 bytes) of zigzag: 0, -1, 1, -2, ...
///
///   0 NULL, 3 FALSE, 4 TRUE   nothing                (these are of [Scalars], too)
///   8 to 10, 13, 14           1, 2, 2, 4 or 8 bytes, little-endian
///   11 INTEGER, 12 LONG       number
///   15 LATIN_1, 16 UTF_16     count of characters, 1 or 2 bytes each
///   17 to 24                  numbers and texts of the JDK's own value classes
///   25 to 32                  count, elements of 1, 2, 4 or 8 bytes, little-endian
///   33 LARGE                  nothing: the next of the large arrays beside the bytes
///   34 PATH                   a text: that of a path of the default file system
///   40 BACK                   count: the number of an object that came before
///   41 to 54                  count, values; those with a comparator have it first
///   55 to 57                  nothing
///   58 to 60                  one value; two for a map
///   64 LAMBDA                 count: the dictionary's entry; what it captured, each a value
///   65 RECORD                 entry; components: those of a primitive type without a tag
///   66 ENUM                   entry; count: place among the names of the entry
///   67 ARRAY                  entry; count, values
/// ```
///
/// Objects are numbered in the order in which they begin: texts, arrays, collections, records,
/// lambdas, big numbers and UUIDs. A text, number or UUID that is the whole value has no number.
final class Tags {
    static final int NULL = 0;
    static final int FALSE = 3;
    static final int TRUE = 4;

    static final int BYTE = 8;
    static final int SHORT = 9;
    static final int CHARACTER = 10;
    static final int INTEGER = 11;
    static final int LONG = 12;
    static final int FLOAT = 13;
    static final int DOUBLE = 14;
    static final int LATIN_1 = 15;
    static final int UTF_16 = 16;
    static final int BIG_INTEGER = 17;
    static final int BIG_DECIMAL = 18;
    static final int UUID = 19;
    static final int INSTANT = 20;
    static final int DURATION = 21;
    static final int LOCAL_DATE = 22;
    static final int LOCAL_TIME = 23;
    static final int LOCAL_DATE_TIME = 24;
    static final int BOOLEANS = 25;
    static final int BYTES = 26;
    static final int CHARACTERS = 27;
    static final int SHORTS = 28;
    static final int INTEGERS = 29;
    static final int LONGS = 30;
    static final int FLOATS = 31;
    static final int DOUBLES = 32;
    static final int LARGE = 33;
    static final int PATH = 34;

    static final int BACK = 40;
    static final int ARRAY_LIST = 41;
    static final int LINKED_LIST = 42;
    static final int ARRAY_VIEW = 43;
    static final int ARRAY_DEQUE = 44;
    static final int HASH_SET = 45;
    static final int LINKED_HASH_SET = 46;
    static final int TREE_SET = 47;
    static final int HASH_MAP = 48;
    static final int LINKED_HASH_MAP = 49;
    static final int TREE_MAP = 50;
    static final int LIST_OF = 51;
    static final int LIST_WITH_NULLS = 52;
    static final int SET_OF = 53;
    static final int MAP_OF = 54;
    static final int EMPTY_LIST = 55;
    static final int EMPTY_SET = 56;
    static final int EMPTY_MAP = 57;
    static final int SINGLETON_LIST = 58;
    static final int SINGLETON_SET = 59;
    static final int SINGLETON_MAP = 60;

    static final int LAMBDA = 64;
    static final int RECORD = 65;
    static final int ENUM = 66;
    static final int ARRAY = 67;

    /// How deeply the compact form is nested at most; what is deeper goes by JDK serialization.
    static final int MAX_DEPTH = 1_000;

    private Tags() {}

    /// Whether a first byte is of the compact form, beyond what it shares with [Scalars].
    static boolean isCompact(int tag) {
        return tag >= BYTE && tag <= ARRAY;
    }

    /// Whether a value of this tag is whole without user code and without classes to be found.
    static boolean isPlain(int tag) {
        return tag != Scalars.OBJECT && tag >= NULL && tag <= LARGE;
    }

    /// Whether no filter is asked about a value of this tag that is the whole: it is as harmless as
    /// its bytes.
    static boolean isUnasked(int tag) {
        return tag != Scalars.OBJECT && tag >= NULL && tag < BOOLEANS;
    }
}
