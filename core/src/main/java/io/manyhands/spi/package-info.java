/// What a kind of workers supplies, and what it may ask of the pool above it.
///
/// A [io.manyhands.spi.Backend] starts jobs and knows its workers. Everything else (states of
/// futures, timeouts, retries, schedules, windows, events, shutdown) is written once, above this
/// package, and is the same for every kind.
package io.manyhands.spi;
