package io.manyhands;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Brings events to a listener: in order, on one thread, which never holds up those who emit.
/// Thread-safe.
final class Events {
    private static final int MOST_WAITING = 65_536;
    private static final WorkersEvent END = new WorkersEvent.EventsDropped(0, 0);

    /// An event that is made for the listener, in its thread: users' code may run for that.
    @FunctionalInterface
    interface Late {
        WorkersEvent event();
    }

    private final WorkersListener listener;
    private final TimeSource time;
    // Events, and those that are made late.
    private final BlockingQueue<Object> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean ended;
    // The listener's thread's own.
    private boolean failureLogged;

    Events(WorkersListener listener, TimeSource time) {
        this.listener = listener;
        this.time = time;
    }

    void emit(WorkersEvent event) {
        offer(event);
    }

    void emit(Late event) {
        offer(event);
    }

    private void offer(Object event) {
        try {
            if (waiting.offer(event)) {
                return;
            }
        } catch (OutOfMemoryError shortage) {
            // It is dropped.
        }
        dropped.incrementAndGet();
    }

    /// Brings events until the end, and then those that are left.
    void bringAll() {
        while (!ended) {
            try {
                bring(waiting.take());
            } catch (InterruptedException own) {
                // Of the listener's own making, or because it did not go on: see the pool's end.
            }
        }
        for (Object event = waiting.poll(); event != null; event = waiting.poll()) {
            bring(event);
        }
    }

    /// Says that no more events come. The thread is woken by a last event that is none, not by an
    /// interrupt, which would reach the listener; if there is no room for it, it need not be woken.
    void end() {
        ended = true;
        boolean _ = waiting.offer(END);
    }

    @SuppressWarnings("ReferenceEquality") // it stands for itself
    private void bring(Object event) {
        if (event != END) {
            tell(event);
        }
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            tell(new WorkersEvent.EventsDropped(time.nanos(), missing));
        }
    }

    private void tell(Object told) {
        WorkersEvent event;
        try {
            event = told instanceof Late late ? late.event() : (WorkersEvent) told;
        } catch (Throwable notMade) {
            dropped.incrementAndGet();
            return;
        }
        try {
            listener.on(event);
        } catch (Throwable failure) {
            if (!failureLogged) {
                failureLogged = true;
                Reports.log("A listener threw, which is logged once: event=" + event, failure);
            }
        }
    }
}
