package io.manyhands.worker;

/// What a worker's loop finds around itself.
///
/// @param pid the process's id, or 0 if unknown
/// @param host ends the JVM
/// @param codecs encode and decode
/// @param loaders makes loaders whose classes the parent serves
/// @param outputs where tasks print to
record WorkerSetup(long pid, Host host, Codecs codecs, Loaders.Factory loaders, Outputs outputs) {}
