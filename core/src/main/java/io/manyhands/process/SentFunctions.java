package io.manyhands.process;

import io.manyhands.spi.RemoteFunction;
import io.manyhands.wire.CallDescriptor;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/// The functions that one worker has: each is sent once, before the first of its items, and stays
/// until there are too many. Guarded by the lock of the flights.
final class SentFunctions {
    /// How many a worker keeps.
    static final int MOST = 256;

    private static final byte[] NOTHING = {};

    private final ToIntFunction<ClassLoader> loaderIds;
    private final Set<Integer> numbers = new HashSet<>();

    /// None yet.
    ///
    /// @param loaderIds by which numbers the worker knows class loaders
    SentFunctions(ToIntFunction<ClassLoader> loaderIds) {
        this.loaderIds = loaderIds;
    }

    /// Sees to it that the worker has a function.
    ///
    /// @return false if there is no room for it on the line just now
    boolean send(Channel line, RemoteFunction function) {
        if (numbers.contains(function.number())) {
            return true;
        }
        if (numbers.size() >= MOST && !forgetOne(line)) {
            return false;
        }
        Call call =
                new Call(
                        CallDescriptor.FUNCTION,
                        loaderIds.applyAsInt(function.loader()),
                        function.number(),
                        function.bytes());
        return line.send(call) && numbers.add(function.number());
    }

    private boolean forgetOne(Channel line) {
        int number = numbers.iterator().next();
        return line.send(new Call(CallDescriptor.FORGET_FUNCTION, 0, number, NOTHING))
                && numbers.remove(number);
    }
}
