package io.manyhands.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;

/// What the JDK does not offer yet: virtual threads with a scheduler of one's own. Those that such
/// a thread starts have the same one.
final class StageThreads {
    private static final String FLAG =
            "A simulation needs a scheduler of its own for virtual threads: start the JVM with"
                + " --add-opens java.base/java.lang=io.manyhands.simulation, or =ALL-UNNAMED on a"
                + " class path: java=";

    private final Executor scheduler;
    private final Constructor<?> builders;
    private final Field seed;
    private final Field probe;

    /// @throws IllegalStateException if the JVM does not let it, or has no such thing
    StageThreads(Executor scheduler) {
        this.scheduler = scheduler;
        try {
            Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            this.builders = builder.getDeclaredConstructor(Executor.class);
            builders.setAccessible(true);
            this.seed = Thread.class.getDeclaredField("threadLocalRandomSeed");
            seed.setAccessible(true);
            this.probe = Thread.class.getDeclaredField("threadLocalRandomProbe");
            probe.setAccessible(true);
        } catch (ReflectiveOperationException | RuntimeException missing) {
            throw new IllegalStateException(FLAG + Runtime.version(), missing);
        }
    }

    /// A virtual thread that the scheduler runs.
    Thread unstarted(String name, Runnable work) {
        try {
            return ((Thread.Builder.OfVirtual) builders.newInstance(scheduler))
                    .name(name)
                    .unstarted(work);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(FLAG + Runtime.version(), refused);
        }
    }

    /// The thread that a scheduler is given the rest of.
    Thread threadOf(Runnable rest) {
        try {
            // A reference to a method of the thread, which is its only field.
            Field thread = rest.getClass().getDeclaredFields()[0];
            thread.setAccessible(true);
            return (Thread) thread.get(rest);
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            throw new IllegalStateException(FLAG + Runtime.version(), unknown);
        }
    }

    /// Makes the random numbers that a thread has of its own follow from a seed.
    void seed(Thread thread, long from) {
        try {
            seed.setLong(thread, from);
            probe.setInt(thread, (int) from | 1);
        } catch (IllegalAccessException refused) {
            throw new IllegalStateException(FLAG + Runtime.version(), refused);
        }
    }
}
