package io.manyhands;

import jdk.jfr.FlightRecorder;

/// Whether the JVM's flight recorder is to have events. Stateless.
/* Apart from the events, so that those are loaded when the recorder has been started, and never where
 * the program goes without the module jdk.jfr. A recorder that nobody starts costs a read of a field.
 */
final class FlightSwitch {
    private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightSwitch() {}

    /// Whether there is a recorder that could be started.
    static boolean isThere() {
        return IS_THERE;
    }

    /// Whether it was started. To be asked only if it is there.
    static boolean isOn() {
        return FlightRecorder.isInitialized();
    }
}
