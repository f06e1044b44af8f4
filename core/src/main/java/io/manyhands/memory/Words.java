package io.manyhands.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A region of bytes that is read and written by aligned words, in the machine's byte order.
///
/// The memory mode of each access ends the method's name, with the meaning that
/// [java.lang.invoke.VarHandle] gives to it; a name without one means plain access. An address is a
/// distance in bytes from the region's beginning; that of a `long` is a multiple of 8, that of an
/// `int` a multiple of 4. One word is always accessed with the same width.
///
/// Thread-safe, as far as the modes that are used make it so.
public interface Words {
    /// Words of this process alone, full of zeroes: for tests and checkers.
    ///
    /// @param sizeBytes how many bytes: not negative, a multiple of 8
    /// @return new words
    /// @throws IllegalArgumentException if the size is something else
    static Words unshared(int sizeBytes) {
        return BufferWords.unshared(sizeBytes);
    }

    /// {@return how many bytes the region has}
    long sizeBytes();

    /// Reads an `int`, plain.
    ///
    /// @param at the address
    /// @return what is there
    int loadInt(long at);

    /// Reads an `int`, opaque: for hints, which order nothing.
    ///
    /// @param at the address
    /// @return what is there
    int loadIntOpaque(long at);

    /// Reads an `int`, and what was written before the release that stored it.
    ///
    /// @param at the address
    /// @return what is there
    int loadIntAcquire(long at);

    /// Reads an `int` in the one order of all volatile accesses.
    ///
    /// @param at the address
    /// @return what is there
    int loadIntVolatile(long at);

    /// Writes an `int`, plain.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeInt(long at, int value);

    /// Writes an `int`, opaque: for hints, which order nothing.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeIntOpaque(long at, int value);

    /// Writes an `int` for those who read it by acquire, after all that was written before.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeIntRelease(long at, int value);

    /// Writes an `int` in the one order of all volatile accesses.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeIntVolatile(long at, int value);

    /// Writes an `int` if another is there, in one step and in volatile mode.
    ///
    /// @param at the address
    /// @param expected what must be there
    /// @param value what shall be there then
    /// @return whether it was there
    boolean casInt(long at, int expected, int value);

    /// Reads a `long`, plain.
    ///
    /// @param at the address
    /// @return what is there
    long loadLong(long at);

    /// Reads a `long`, and what was written before the release that stored it.
    ///
    /// @param at the address
    /// @return what is there
    long loadLongAcquire(long at);

    /// Reads a `long` in the one order of all volatile accesses.
    ///
    /// @param at the address
    /// @return what is there
    long loadLongVolatile(long at);

    /// Writes a `long`, plain.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeLong(long at, long value);

    /// Writes a `long` for those who read it by acquire, after all that was written before.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeLongRelease(long at, long value);

    /// Writes a `long` in the one order of all volatile accesses.
    ///
    /// @param at the address
    /// @param value what shall be there
    void storeLongVolatile(long at, long value);

    /// Writes a `long` if another is there, in one step and in volatile mode.
    ///
    /// @param at the address
    /// @param expected what must be there
    /// @param value what shall be there then
    /// @return whether it was there
    boolean casLong(long at, long expected, long value);

    /// Lets all that is written before reach the others before all that is written after, plain or
    /// not.
    default void fenceStores() {
        VarHandle.storeStoreFence();
    }

    /// Copies bytes of an array into the region, plain and in no order.
    ///
    /// @param at where the first goes: any address
    /// @param source the array
    /// @param offset where the first is in the array
    /// @param length how many bytes
    void copyIn(long at, byte[] source, int offset, int length);

    /// Copies bytes of the region into an array, plain and in no order.
    ///
    /// @param at where the first is: any address
    /// @param target the array
    /// @param offset where the first goes in the array
    /// @param length how many bytes
    void copyOut(long at, byte[] target, int offset, int length);

    /// Copies bytes of a segment into the region, plain and in no order.
    ///
    /// @param at where the first goes: any address
    /// @param source the segment
    /// @param offset where the first is in the segment
    /// @param length how many bytes
    default void copyIn(long at, MemorySegment source, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(source, offset, MemorySegment.ofArray(bytes), 0, length);
        copyIn(at, bytes, 0, length);
    }

    /// Copies bytes of the region into a segment, plain and in no order.
    ///
    /// @param at where the first is: any address
    /// @param target the segment
    /// @param offset where the first goes in the segment
    /// @param length how many bytes
    default void copyOut(long at, MemorySegment target, long offset, int length) {
        byte[] bytes = new byte[length];
        copyOut(at, bytes, 0, length);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, target, offset, length);
    }
}
