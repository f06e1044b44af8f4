/// Who waits for what, and who has it: what the finder of deadlocks looks at.
///
/// A thread that is about to block says what it needs ([io.manyhands.waits.Wait]); who has that, is
/// asked only when somebody looks. Each process tells its own threads' share
/// ([io.manyhands.waits.Sight]); what cannot go on follows from all of them together
/// ([io.manyhands.waits.Knots]).
package io.manyhands.waits;
