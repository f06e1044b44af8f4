package io.manyhands.memory;

/// A word by which a side that is about to sleep asks the other to wake it.
///
/// The sleeper calls [#arm], *looks again* at what it waits for, and only then sleeps. The other
/// side changes the memory (by [RingWriter#publish()] or [RingReader#release()]), *then* calls
/// [#ring], and if that says true sends the wake-up. No wake-up is lost; one too many may come.
///
/// Thread-safe: several may arm, disarm and ring.
public final class Bell {
    /// Wake me when a record was published.
    public static final int DATA = 1;

    /// Wake me when records were released.
    public static final int SPACE = 2;

    private final Words words;
    private final long at;

    Bell(Words words, long at) {
        this.words = words;
        this.at = at;
    }

    /// Asks to be woken for these reasons, beside those that are armed.
    ///
    /// @param bits [#DATA], [#SPACE] or both
    public void arm(int bits) {
        int armed = words.loadIntVolatile(at);
        while (!words.casInt(at, armed, armed | bits)) {
            armed = words.loadIntVolatile(at);
        }
    }

    /// Asks no more to be woken for these reasons. A wake-up may be on its way.
    ///
    /// @param bits [#DATA], [#SPACE] or both
    public void disarm(int bits) {
        int armed = words.loadIntVolatile(at);
        while ((armed & bits) != 0 && !words.casInt(at, armed, armed & ~bits)) {
            armed = words.loadIntVolatile(at);
        }
    }

    /// Takes what is armed of these reasons. Others stay armed, as others may sleep for them.
    ///
    /// @param bits [#DATA], [#SPACE] or both
    /// @return whether something was, and the caller must send the wake-up
    public boolean ring(int bits) {
        int armed = words.loadIntVolatile(at);
        while ((armed & bits) != 0) {
            if (words.casInt(at, armed, armed & ~bits)) {
                return true;
            }
            armed = words.loadIntVolatile(at);
        }
        return false;
    }
}
