/// What every kind of workers promises, as tests to extend.
///
/// A module that has a kind of its own extends [io.manyhands.testkit.contract.KindContract], which
/// is all of them, or the single ones. The tags `T1`, `W1`, ... are the lines of the contract.
///
/// The tests say to their tasks when to go on, and are told what they did, by things that travel as
/// small handles: signals, tallies, notes, ledgers. These are objects in the test's JVM, or, where
/// the kind is [SEPARATE][io.manyhands.testkit.contract.Kind.Trait#SEPARATE], files in a directory
/// that is there for the length of one test. With `-Dio.manyhands.testkit.files=true` they are
/// files for every kind.
package io.manyhands.testkit.contract;
