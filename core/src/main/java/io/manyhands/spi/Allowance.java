package io.manyhands.spi;

/// What a worker process may have below it: the program says it. Immutable.
///
/// @param levels how many levels of worker processes
/// @param places the file with the places for processes that tasks open, one for all below a pool
///   of the program
/// @param most how many places there are
public record Allowance(int levels, String places, int most) {}
