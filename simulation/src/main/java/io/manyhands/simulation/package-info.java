/// Deterministic simulation: [Simulation] runs a [Scenario], which gets a [World].
///
/// The stage ([Stage]) runs virtual threads one at a time; [StageClock] is its time;
/// [SimulatedProcesses] are worker processes that are threads here and can die.
package io.manyhands.simulation;
