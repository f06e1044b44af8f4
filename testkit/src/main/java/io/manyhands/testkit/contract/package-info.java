/// What every kind of workers promises, as tests to extend.
///
/// A module that has a kind of its own extends [io.manyhands.testkit.contract.KindContract], which
/// is all of them, or the single ones. The tags `T1`, `W1`, ... are the lines of the contract.
package io.manyhands.testkit.contract;
