/// Programs that kill workers, and the programs that have them, at random moments, and keep books.
///
/// [KillTests][io.manyhands.testkit.kill.KillTests] runs them all; `stress/run kill` runs that.
package io.manyhands.testkit.kill;
