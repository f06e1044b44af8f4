package io.manyhands.process;

import io.manyhands.spi.Guest;
import io.manyhands.wire.BrokenFrameException;
import org.jspecify.annotations.Nullable;

/// The guest that a worker is from its first question on: most never ask. Thread-safe.
final class LateGuest implements Guest {
    private final ProcessWorker worker;
    // Written by the one who asks, who looks then whether the worker has left; the other way round
    // when it leaves.
    private volatile @Nullable Guest real;
    private volatile boolean hasLeft;
    private volatile boolean isLost;

    LateGuest(ProcessWorker worker) {
        this.worker = worker;
    }

    @Override
    public void asked(byte[] body) throws BrokenFrameException {
        Guest guest = real;
        if (guest == null) {
            guest = worker.host().guest(worker);
            real = guest;
        }
        if (hasLeft) {
            guest.left();
        }
        if (isLost) {
            guest.lost();
        }
        guest.asked(body);
    }

    @Override
    public boolean isIdle() {
        Guest guest = real;
        return guest == null || guest.isIdle();
    }

    @Override
    public void left() {
        hasLeft = true;
        Guest guest = real;
        if (guest != null) {
            guest.left();
        }
    }

    @Override
    public void lost() {
        isLost = true;
        Guest guest = real;
        if (guest != null) {
            guest.lost();
        }
    }
}
