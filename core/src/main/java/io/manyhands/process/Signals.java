package io.manyhands.process;

/// The names of the signals that end processes.
final class Signals {
    /// What is added to a signal's number to make the exit status of a process that it ended.
    static final int STATUS_BASE = 128;

    private static final String LINUX =
            "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD"
                    + " CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
    private static final String MAC =
            "HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP"
                    + " CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2";

    private Signals() {}

    /// The number of the signal that an exit status stands for, or 0 if for none.
    static int number(int exitStatus) {
        int number = exitStatus - STATUS_BASE;
        return number >= 1 && number <= 64 ? number : 0;
    }

    /// A signal's name, such as `SIGKILL`.
    static String name(int number) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        String[] names = (mac ? MAC : LINUX).split(" ", -1);
        return number <= names.length ? "SIG" + names[number - 1] : "SIG" + number;
    }
}
