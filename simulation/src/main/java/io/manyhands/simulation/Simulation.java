package io.manyhands.simulation;

/// Runs a program of workers in an order that follows from a seed: the same seed, the same order,
/// the same deaths, the same outcome. So a failure that comes once in a million orders can be
/// looked for, and looked at again and again.
///
/// ```java
/// Simulation.of(1).withDeaths(2).explore(1_000, world -> {
///     try (Workers workers = world.processes(2)) {
///         TaskFuture<Integer> sum = workers.withRetries(3).submit(() -> 6 * 7);
///         if (sum.get() != 42) {
///             throw new AssertionError(sum);
///         }
///     }
/// });
/// ```
///
/// One thread runs all: the scenario, the workers, the threads that the library and the scenario
/// start. Each goes on until it waits, yields or ends; then the seed decides who is next. So it
/// finds what goes wrong by the order in which waits end, by timeouts, interrupts and deaths; not
/// what goes wrong by memory that is read too early (jcstress is for that), nor between two steps
/// of a thread that does not wait: there, `Thread.yield()` lets others in. Half of the seeds choose
/// evenly; the other half prefer some threads to others for a while, which finds rare orders sooner
/// (Burckhardt et al., *A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*,
/// ASPLOS 2010).
///
/// Time is the simulation's own, and does not pass while nobody waits for it but for a microsecond
/// at each step: an hour's timeout takes no time. What reads the machine's clock, sleeps by it, or
/// waits for other threads, files or networks is outside, and takes the run's repeatability.
///
/// The threads are virtual ones with a scheduler of their own, for which the JDK has no public way
/// yet: the program is to be started with `--add-opens
/// java.base/java.lang=io.manyhands.simulation`, or `=ALL-UNNAMED` on a class path. It is meant for
/// tests. Threads that have not ended with their scenario, such as those of dead processes, never
/// go on, and take some kilobytes each.
///
/// Immutable.
public final class Simulation {
    private static final long MOST_STEPS = 1_000_000;

    private final long seed;
    private final int deaths;
    private final long mostSteps;

    private Simulation(long seed, int deaths, long mostSteps) {
        this.seed = seed;
        this.deaths = deaths;
        this.mostSteps = mostSteps;
    }

    /// A simulation without deaths, of at most a million steps.
    ///
    /// @param seed decides everything that is left to chance
    /// @return the simulation
    public static Simulation of(long seed) {
        return new Simulation(seed, 0, MOST_STEPS);
    }

    /// With deaths of worker processes, of those that [World#processes(int)] gives, at moments that
    /// the seed decides.
    ///
    /// @param most how many at most in one run, at least 0
    /// @return a simulation
    /// @throws IllegalArgumentException if the number is negative
    public Simulation withDeaths(int most) {
        if (most < 0) {
            throw new IllegalArgumentException(
                    "The number of deaths must not be negative: deaths=" + most);
        }
        return new Simulation(seed, most, mostSteps);
    }

    /// With another limit to the steps of one run, which fails when it has taken as many.
    ///
    /// @param most how many, at least 1
    /// @return a simulation
    /// @throws IllegalArgumentException if it is less than 1
    public Simulation withStepLimit(long most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "The number of steps must be positive: steps=" + most);
        }
        return new Simulation(seed, deaths, most);
    }

    /// Runs a scenario once, and waits for its end.
    ///
    /// @param scenario what is run
    /// @return what became of it
    /// @throws SimulationFailedException if the scenario throws, which is the cause then; if all
    ///   threads wait for ever; if there are more steps than the limit; if a thread goes on for ten
    ///   seconds of real time without a wait
    /// @throws InterruptedException if the calling thread is interrupted; the run is given up
    /// @throws IllegalStateException if the JVM was started without the flag that is needed, or in
    ///   a thread of a simulation
    public SimulatedRun run(Scenario scenario) throws InterruptedException {
        if (scenario == null) {
            throw new NullPointerException("A scenario must not be null: scenario=null");
        }
        return new Stage(seed, deaths, mostSteps).play(scenario);
    }

    /// Runs a scenario with this seed, the next one, and so on, until one fails.
    ///
    /// @param runs how many, at least 1
    /// @param scenario what is run
    /// @throws SimulationFailedException for the first run that fails, as [#run(Scenario)]
    /// @throws InterruptedException as [#run(Scenario)]
    /// @throws IllegalArgumentException if the number of runs is less than 1
    /// @throws IllegalStateException as [#run(Scenario)]
    public void explore(int runs, Scenario scenario) throws InterruptedException {
        if (runs < 1) {
            throw new IllegalArgumentException("The number of runs must be positive: runs=" + runs);
        }
        for (int i = 0; i < runs; i++) {
            SimulatedRun _ = new Simulation(seed + i, deaths, mostSteps).run(scenario);
        }
    }
}
