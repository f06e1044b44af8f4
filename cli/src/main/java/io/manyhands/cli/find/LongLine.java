package io.manyhands.cli.find;

import java.nio.channels.FileChannel;

/// A line that is too long for the memory. Good while the sink is called.
///
/// @param channel where it is
/// @param from where it starts there
/// @param to where it ends, behind its newline if it has one
/// @param hasNewline whether it has one
/// @param number which line of its range it is, from 0, counting from what was taken over last
record LongLine(FileChannel channel, long from, long to, boolean hasNewline, int number) {}
