package io.manyhands.process;

import java.util.Optional;
import java.util.OptionalInt;

/// What the exit status of a process says: by itself, or by a signal. Stateless.
public final class ExitStatus {
    private ExitStatus() {}

    /// The status of a process that ended by itself.
    ///
    /// @param status as [Process#exitValue()]; negative if it has not ended
    /// @return the status, if it did
    public static OptionalInt exit(int status) {
        return status < 0 || Signals.number(status) != 0
                ? OptionalInt.empty()
                : OptionalInt.of(status);
    }

    /// The signal that ended a process.
    ///
    /// @param status as [Process#exitValue()]; negative if it has not ended
    /// @return its name, such as `SIGKILL`, if one did
    public static Optional<String> signal(int status) {
        int signal = status < 0 ? 0 : Signals.number(status);
        return signal == 0 ? Optional.empty() : Optional.of(Signals.name(signal));
    }

    /// The exit status or the signal in words.
    ///
    /// @param status as [Process#exitValue()]
    /// @return such as `exit status 1` or `signal SIGKILL (9)`
    public static String describe(int status) {
        int signal = Signals.number(status);
        return signal == 0
                ? "exit status " + status
                : "signal " + Signals.name(signal) + " (" + signal + ")";
    }
}
