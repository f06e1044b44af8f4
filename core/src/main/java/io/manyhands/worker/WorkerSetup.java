package io.manyhands.worker;

import org.jspecify.annotations.Nullable;

/// What a worker's loop finds around itself.
///
/// @param pid the process's id, or 0 if unknown
/// @param bell the pipe that its main thread may sleep at, if there is one
/// @param host ends the JVM
/// @param codecs encode and decode
/// @param loaders makes loaders whose classes the parent serves
/// @param outputs where tasks print to
record WorkerSetup(
        long pid,
        @Nullable String bell,
        Host host,
        Codecs codecs,
        Loaders.Factory loaders,
        Outputs outputs) {}
