/// The worker's side of worker processes: the `main` of a worker's JVM and its loop over the calls
/// that it is sent.
///
/// Its other end is the `Channel` of `io.manyhands.process`. A control thread reads the pipe, and
/// ends the JVM when the program that started it is gone; the main thread runs the calls, strictly
/// in order.
package io.manyhands.worker;
