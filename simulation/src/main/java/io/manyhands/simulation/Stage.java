package io.manyhands.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs the threads of one run, one at a time, in the order of a seed.
/* A virtual thread that can go on gives its scheduler a Runnable, always the same one: its rest. The
 * stage keeps those in `ready`, takes one by chance, and runs it in its only carrier until the thread
 * waits, yields or ends. While it runs, it may make others ready. So the order of all is decided
 * here, and depends on nothing but the seed, as long as nobody else makes threads ready.
 *
 * Who is woken from outside, by another thread or by the JVM's own timer, is taken between two
 * steps, and noted: such a run may not come again.
 *
 * All but `fromOutside`, `running`, `steps` and the end belongs to the carrier.
 */
final class Stage implements Executor {
    /// How long one step may take, by the machine's clock.
    private static final long STEP_SECONDS = 10;

    /// How long the stage waits for somebody outside to wake a thread.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_LINES = 10_000;
    private static final int MOST_LAST_STEPS = 10_000;

    /// How often, on the average, whoever is preferred falls behind the others.
    private static final int DEMOTION = 32;

    /// The stage whose threads they are.
    private static final InheritableThreadLocal<@Nullable Stage> ON_STAGE =
            new InheritableThreadLocal<>();

    /// One thread of the run.
    private static final class Actor {
        private final Runnable rest;
        private final Thread thread;
        private final String name;
        private final @Nullable Lives lives;
        private long rank;

        private Actor(Runnable rest, Thread thread, String name, @Nullable Lives lives, long rank) {
            this.rest = rest;
            this.thread = thread;
            this.name = name;
            this.lives = lives;
            this.rank = rank;
        }

        private boolean isDead() {
            return lives != null && lives.isDead();
        }
    }

    /// A thread that another one, which is none of the run, has made ready.
    private record Wake(Runnable rest, String by) {}

    private final long seed;
    private final int mostDeaths;
    private final long mostSteps;
    private final long stepSeconds;
    private final StageClock clock = new StageClock();
    private final StageThreads threads;
    private final SplittableRandom chance;
    private final boolean isRanked;
    private final int deathOdds;
    private final List<Actor> ready = new ArrayList<>();
    private final IdentityHashMap<Runnable, Actor> actors = new IdentityHashMap<>();
    private final List<StillHook> hooks = new ArrayList<>();
    private final List<Lives> processes = new ArrayList<>();
    private final List<String> pools = new ArrayList<>();
    private final Deque<String> schedule = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Wake> fromOutside = new ConcurrentLinkedQueue<>();
    private final Thread carrier;
    private volatile @Nullable Actor running;
    private volatile long steps;
    private volatile boolean isGivenUp;
    private volatile boolean isRepeatable = true;
    private @Nullable Lives starting;
    private int deaths;
    private int deathsPlanned;
    private int known;
    private boolean isOver;
    private @Nullable SimulatedRun ended;
    private long lowest;
    private @Nullable Thread main;
    private @Nullable Throwable failure;
    private @Nullable SimulationFailedException verdict;

    /// Asked when no thread can go on.
    interface StillHook {
        /// Does what can be done then.
        ///
        /// @return whether it has changed something
        boolean still();
    }

    /// A stage for one run.
    ///
    /// @throws IllegalStateException if the JVM does not let it
    Stage(long seed, int mostDeaths, long mostSteps) {
        this(seed, mostDeaths, mostSteps, STEP_SECONDS);
    }

    /// A stage with another limit to a step.
    Stage(long seed, int mostDeaths, long mostSteps, long stepSeconds) {
        this.seed = seed;
        this.mostDeaths = mostDeaths;
        this.mostSteps = mostSteps;
        this.stepSeconds = stepSeconds;
        this.threads = new StageThreads(this);
        this.chance = new SplittableRandom(seed);
        this.isRanked = chance.nextBoolean();
        this.deathOdds = 2 << (2 * chance.nextInt(4));
        this.carrier = new Thread(null, this::runAll, "simulation-" + seed, 0, false);
        carrier.setDaemon(true);
    }

    StageClock clock() {
        return clock;
    }

    /// How many processes die at most.
    int deaths() {
        return mostDeaths;
    }

    /// Plays a scenario to its end, and waits for that.
    SimulatedRun play(Scenario scenario) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (ON_STAGE.get() != null) {
            throw new IllegalStateException(
                    "A simulation must not be run within another: thread="
                            + Thread.currentThread().getName());
        }
        World world = new World(this, chance.split());
        main = threads.unstarted("main", () -> tryPlay(scenario, world));
        carrier.start();
        awaitEnd();
        if (verdict != null) {
            throw verdict;
        }
        if (failure != null) {
            throw new SimulationFailedException("A simulated scenario threw", run(), failure);
        }
        return run();
    }

    private void tryPlay(Scenario scenario, World world) {
        ON_STAGE.set(this);
        try {
            scenario.play(world);
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /// Waits for the end, and gives up on a thread that goes on without a wait.
    private void awaitEnd() throws InterruptedException {
        long before = -1;
        try {
            while (!carrier.join(Duration.ofSeconds(stepSeconds))) {
                Actor busy = running;
                if (busy != null && steps == before) {
                    throw new SimulationFailedException(
                            "A simulated thread must wait, yield or end within "
                                    + stepSeconds
                                    + " s: thread="
                                    + busy.name
                                    + (", at=" + Whereabouts.of(busy.thread)),
                            run(),
                            null);
                }
                before = steps;
            }
        } finally {
            isGivenUp = true;
        }
    }

    private SimulatedRun run() {
        if (ended != null) {
            return ended;
        }
        boolean isMine = Thread.currentThread().equals(carrier) || !carrier.isAlive();
        List<String> lines = isMine ? List.copyOf(schedule) : List.of();
        return new SimulatedRun(
                seed, steps, deaths, Duration.ofNanos(clock.nanos()), lines, isRepeatable);
    }

    // What others ask of the stage.

    /// A virtual thread that has not started.
    Thread unstarted(String name, Runnable work) {
        return threads.unstarted(name, work);
    }

    /// Starts a thread as the first of a process.
    void start(Thread thread, Lives lives) {
        processes.add(lives);
        starting = lives;
        try {
            thread.start();
        } finally {
            starting = null;
        }
    }

    /// Ends a process: none of its threads goes on.
    void kill(Lives lives) {
        if (lives.isDead()) {
            return;
        }
        deaths++;
        note(lives.name() + " dies");
        lives.die();
        ready.removeIf(Actor::isDead);
        actors.values().stream().filter(Actor::isDead).forEach(actor -> clock.forget(actor.thread));
    }

    /// Minds workers that are processes.
    ///
    /// @param prefix what the names of the program's threads for them begin with: whoever starts
    ///   one, it does not die with a process
    /// @param hook asked whenever no thread can go on, before the time does
    void mind(String prefix, StillHook hook) {
        pools.add(prefix);
        hooks.add(hook);
    }

    /// Whether a thread waits for others, and not for a time.
    boolean waitsForOthers(Thread thread) {
        return thread.getState() == Thread.State.WAITING && !clock.wakes(thread);
    }

    void note(String line) {
        if (schedule.size() >= MOST_LINES) {
            schedule.removeFirst();
        }
        schedule.addLast(line);
    }

    // The scheduler.

    @Override
    public void execute(Runnable rest) {
        Actor own = running;
        Thread current = Thread.currentThread();
        if (current.equals(carrier) || (own != null && current.equals(own.thread))) {
            Actor _ = makeReady(rest);
        } else {
            fromOutside.add(new Wake(rest, current.getName()));
            LockSupport.unpark(carrier);
        }
    }

    private Actor makeReady(Runnable rest) {
        Actor actor = actors.computeIfAbsent(rest, this::appear);
        if (!actor.isDead()) {
            ready.add(actor);
        }
        return actor;
    }

    /// A thread has started.
    private Actor appear(Runnable rest) {
        Thread thread = threads.threadOf(rest);
        Actor own = running;
        Lives lives = starting;
        if (lives == null && own != null) {
            lives = own.lives;
        }
        if (starting == null && pools.stream().anyMatch(thread.getName()::startsWith)) {
            lives = null;
        }
        known++;
        String name = thread.getName().isEmpty() ? "thread-" + known : thread.getName();
        threads.seed(thread, chance.nextLong());
        return new Actor(rest, thread, name, lives, chance.nextInt());
    }

    private void runAll() {
        try {
            Thread first = main;
            if (first == null) {
                return;
            }
            first.start();
            while (first.isAlive() && !isGivenUp && verdict == null) {
                takeFromOutside();
                if (ready.isEmpty()) {
                    goOnWhenStill();
                } else {
                    step();
                }
            }
            ended = run();
            letOthersEnd();
            forget();
        } catch (Throwable broken) {
            verdict = new SimulationFailedException("The simulation failed", run(), broken);
        }
    }

    private void goOnWhenStill() {
        if (isChangedByHook()) {
            return;
        }
        if (isOutsideAwaited()) {
            isRepeatable = false;
            if (isWokenFromOutside()) {
                return;
            }
        }
        if (!maySomeoneDie() && !clock.jump() && !isWokenFromOutside()) {
            verdict =
                    new SimulationFailedException(
                            "A simulated run must go on, but all its threads wait",
                            run(),
                            whereabouts());
        }
    }

    /// Time passes for processes that wait, too.
    private boolean maySomeoneDie() {
        processes.removeIf(Lives::isDead);
        if (processes.isEmpty() || deathsPlanned >= mostDeaths || chance.nextInt(deathOdds) != 0) {
            return false;
        }
        deathsPlanned++;
        kill(processes.get(chance.nextInt(processes.size())));
        return true;
    }

    /// What was told to end while the scenario did may do so, as long as it does not wait.
    private void letOthersEnd() {
        isOver = true;
        for (int i = 0; i < MOST_LAST_STEPS && !ready.isEmpty() && !isGivenUp; i++) {
            step();
        }
    }

    /// Keeps nothing that threads which never end would keep.
    private void forget() {
        ready.clear();
        actors.clear();
        hooks.clear();
        processes.clear();
        schedule.clear();
        clock.clear();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the carrier alone
    private void step() {
        if (!isOver && steps >= mostSteps) {
            verdict =
                    new SimulationFailedException(
                            "A simulated run must end within its steps: limit=" + mostSteps,
                            run(),
                            whereabouts());
            return;
        }
        Actor next = choose();
        Lives lives = next.lives;
        if (lives != null
                && !isOver
                && deathsPlanned < mostDeaths
                && chance.nextInt(deathOdds) == 0) {
            deathsPlanned++;
            kill(lives);
            return;
        }
        ready.remove(next);
        steps++;
        note(next.name);
        clock.step();
        running = next;
        try {
            next.rest.run();
        } finally {
            running = null;
        }
        if (!next.thread.isAlive()) {
            actors.remove(next.rest);
            clock.ended(next.thread);
        }
    }

    private Actor choose() {
        if (!isRanked) {
            return ready.get(chance.nextInt(ready.size()));
        }
        Actor best = ready.getFirst();
        for (Actor each : ready) {
            if (each.rank > best.rank) {
                best = each;
            }
        }
        if (chance.nextInt(DEMOTION) == 0) {
            lowest--;
            best.rank = Integer.MIN_VALUE + lowest;
        }
        return best;
    }

    private boolean isChangedByHook() {
        for (StillHook hook : List.copyOf(hooks)) {
            if (hook.still()) {
                return true;
            }
        }
        return false;
    }

    private void takeFromOutside() {
        for (Wake wake = fromOutside.poll(); wake != null; wake = fromOutside.poll()) {
            isRepeatable = false;
            Actor actor = makeReady(wake.rest);
            note(actor.name + " is woken from outside, by " + wake.by);
        }
    }

    /// Whether a thread waits by the machine's clock, or for a monitor, which the JVM hands on.
    private boolean isOutsideAwaited() {
        for (Actor each : actors.values()) {
            Thread.State state = each.thread.getState();
            if (!each.isDead()
                    && (state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED)) {
                return true;
            }
        }
        return false;
    }

    /// Waits a while for a wake from outside.
    private boolean isWokenFromOutside() {
        long start = System.nanoTime();
        long left = PATIENCE_NANOS;
        while (fromOutside.isEmpty() && !isGivenUp && left > 0) {
            LockSupport.parkNanos(this, left);
            left = PATIENCE_NANOS - (System.nanoTime() - start);
        }
        return !fromOutside.isEmpty() || isGivenUp;
    }

    /// Where the threads of the run are, as a cause.
    private Whereabouts whereabouts() {
        Map<String, Thread> alive = new TreeMap<>();
        for (Actor each : actors.values()) {
            if (!each.isDead()) {
                alive.put(each.name, each.thread);
            }
        }
        return new Whereabouts(alive);
    }
}
