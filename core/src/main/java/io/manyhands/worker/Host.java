package io.manyhands.worker;

import io.manyhands.spi.Allowance;

/// The JVM that a worker lives in, as far as it may be ended. Thread-safe.
interface Host {
    /// The program that started the worker is gone.
    int PARENT_GONE = 90;

    /// What came through the pipe or the rings broke the rules.
    int LINE_BROKEN = 91;

    /// A call has an outcome that could not be sent, not even by name.
    int ANSWER_LOST = 92;

    /// Ends the JVM at once. Returns only where that is impossible.
    ///
    /// @param status what the parent sees
    /// @param reason a sentence for the worker's error output
    void halt(int status, String reason);

    /// Says what the JVM may have below it.
    void allow(Allowance allowance);

    /// Ends the JVM in its own way, with what tasks want closed and its shutdown hooks: now, or
    /// when the calling thread, which is the main one, returns.
    ///
    /// @param graceMillis how long that may take
    /// @return true if it ends; false only where that is impossible
    boolean exit(long graceMillis);
}
