/// The parent's side of worker processes: it starts them, watches them, and hands them their calls.
/// The other end of the line is [io.manyhands.worker].
///
/// | Part | Begins in | Beside it |
/// |---|---|---|
/// | which job goes to which worker | `Processes` | `Dispatcher` |
/// | how many workers there are | `Staffing` | `FailedStarts` |
/// | what workers have in common | `Workshop` | `Codecs`, `Loaders`, `ClassServer`, `OutputDelivery` |
/// | one worker | `ProcessWorker` | `Sending`, `Receiving`, `Flights` for what is between them, `Errand` |
/// | its life, from the start to the end | `Life` | `LifeState`, `WorkerMemory`, `ExitEvidence`, `Obituary` |
/// | the line to it: two pipes, later two rings in shared memory | `Channel` | `Requests` out; `Collector`, `Responses` and `Frames` in; `LineEnd` |
/// | starting a process | `Launching` | `LaunchPlan`, `Launcher`, `Launch`, `Warden` |
///
/// Locks are taken in this order: that of `Collector`, of `Flights`, of `Requests`, of `Outbox`.
package io.manyhands.process;
