package io.manyhands.waits;

import io.manyhands.shared.Deadlock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What cannot go on, by what all processes tell. Confined to one thread.
/* All who wait are held to be stuck at first. Whoever needs something that others than these could
 * give up is not, and what such a one has can be given up, and so on. What is left waits for nobody
 * but each other. Who is not known to wait is free to go on, and so is what nobody tells about: an
 * error makes a deadlock be missed, and never one be seen where there is none.
 *
 * The sights are not taken at one instant. So a deadlock is what is left of two rounds, one after the
 * other, by the same waits in both: a thread that has waited from one round to the next has neither
 * got nor given up anything in between, so all of it was true at the instant between the rounds, and
 * stays true.
 */
public final class Knots {
    private final Map<Actor, Sight.Waiter> stuck = new LinkedHashMap<>();
    private final Map<String, Map<Actor, Sight.Hold>> holds = new HashMap<>();
    private final Map<String, List<Sight.Waiter>> waitersByKey = new HashMap<>();
    private final Map<Actor, List<String>> keysByActor = new HashMap<>();

    /// The waits that are left of a round.
    ///
    /// @param numbers of the waits, by their threads
    /// @param deadlocks what they make up; of the second round only
    public record Round(Map<Object, Long> numbers, List<Deadlock> deadlocks) {
        /// Before the first round.
        public static final Round NONE = new Round(Map.of(), List.of());
    }

    private Knots() {}

    /// Looks at all sights of the first round.
    ///
    /// @param sights of the processes
    /// @return what seems to be stuck
    public static Round first(Collection<Sight> sights) {
        return new Knots().look(sights, null);
    }

    /// Looks at all sights of a round that began after an earlier one had ended.
    ///
    /// @param sights of the processes
    /// @param before the earlier one
    /// @return what is stuck
    public static List<Deadlock> second(Collection<Sight> sights, Round before) {
        return new Knots().look(sights, before).deadlocks;
    }

    private Round look(Collection<Sight> sights, @Nullable Round before) {
        Map<Long, Sight> byPid = new LinkedHashMap<>();
        sights.forEach(sight -> byPid.put(sight.pid(), sight));
        Map<Actor, Actor> ofProcesses = new HashMap<>();
        for (Sight sight : byPid.values()) {
            for (Sight.Waiter waiter : sight.waiters()) {
                if (before == null
                        || Objects.equals(before.numbers.get(waiter.actor()), waiter.number())) {
                    stuck.put(waiter.actor(), waiter);
                }
                if (waiter.isOfProcess()) {
                    ofProcesses.put(new Actor(sight.pid(), Holders.TASKS), waiter.actor());
                }
            }
        }
        for (Sight sight : byPid.values()) {
            for (Sight.Hold hold : sight.holds()) {
                Actor actor = hold.actor();
                if (actor.thread() != Holders.ITS_OWN || !isToldBy(byPid.get(actor.pid()), hold)) {
                    put(hold, ofProcesses.getOrDefault(actor, actor));
                }
            }
        }
        free();
        Map<Object, Long> numbers = new HashMap<>();
        stuck.forEach((actor, waiter) -> numbers.put(actor, waiter.number()));
        return new Round(numbers, before == null ? List.of() : deadlocks());
    }

    /// Whether a process says itself which of its threads have something. If it does not, though it
    /// has it, others have left that to it, and it may go on at any time.
    private static boolean isToldBy(@Nullable Sight sight, Sight.Hold its) {
        return sight != null
                && sight.holds().stream()
                        .anyMatch(hold ->
                                hold.key().equals(its.key())
                                        && hold.actor().pid() == sight.pid()
                                        && hold.actor().thread() != Holders.ITS_OWN);
    }

    private void put(Sight.Hold hold, Actor actor) {
        if (holds.computeIfAbsent(hold.key(), _ -> new LinkedHashMap<>()).put(actor, hold)
                == null) {
            keysByActor.computeIfAbsent(actor, _ -> new ArrayList<>()).add(hold.key());
        }
    }

    /// Takes out all who may go on.
    private void free() {
        for (Sight.Waiter waiter : stuck.values()) {
            for (String key : waiter.keys()) {
                waitersByKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(waiter);
            }
        }
        Deque<Sight.Waiter> toLookAt = new ArrayDeque<>(stuck.values());
        while (!toLookAt.isEmpty()) {
            Sight.Waiter waiter = toLookAt.poll();
            if (stuck.containsKey(waiter.actor()) && !isBlocked(waiter)) {
                stuck.remove(waiter.actor());
                for (String key : keysByActor.getOrDefault(waiter.actor(), List.of())) {
                    toLookAt.addAll(waitersByKey.getOrDefault(key, List.of()));
                }
            }
        }
    }

    private boolean isBlocked(Sight.Waiter waiter) {
        long blocked = 0;
        int free = 0;
        for (String key : waiter.keys()) {
            for (Map.Entry<Actor, Sight.Hold> held : holdersOf(key).entrySet()) {
                if (stuck.containsKey(held.getKey())) {
                    blocked += held.getValue().count();
                } else {
                    free++;
                }
            }
        }
        return waiter.slack() == Need.EVERYBODY
                ? free == 0 && blocked > 0
                : blocked > waiter.slack();
    }

    private Map<Actor, Sight.Hold> holdersOf(String key) {
        return holds.getOrDefault(key, Map.of());
    }

    /// Those who wait for each other, of those who wait for ever.
    private List<Deadlock> deadlocks() {
        Map<Actor, Set<Actor>> reached = new LinkedHashMap<>();
        stuck.keySet().forEach(actor -> reached.put(actor, reachedFrom(actor)));
        List<Deadlock> found = new ArrayList<>();
        Set<Actor> done = new HashSet<>();
        reached.forEach((actor, others) -> {
            if (others.contains(actor) && !done.contains(actor)) {
                List<Actor> cycle = new ArrayList<>();
                for (Actor other : inOrder(actor)) {
                    if (Objects.requireNonNull(reached.get(other)).contains(actor)) {
                        cycle.add(other);
                    }
                }
                done.addAll(cycle);
                found.add(deadlock(cycle));
            }
        });
        return found;
    }

    private Set<Actor> reachedFrom(Actor start) {
        Set<Actor> reached = new HashSet<>();
        Deque<Actor> toFollow = new ArrayDeque<>(List.of(start));
        while (!toFollow.isEmpty()) {
            for (Actor next : waitsFor(toFollow.poll())) {
                if (reached.add(next)) {
                    toFollow.add(next);
                }
            }
        }
        return reached;
    }

    /// One after the other for whom it waits.
    private List<Actor> inOrder(Actor start) {
        List<Actor> order = new ArrayList<>(List.of(start));
        for (int i = 0; i < order.size(); i++) {
            for (Actor next : waitsFor(order.get(i))) {
                if (!order.contains(next)) {
                    order.add(next);
                }
            }
        }
        return order;
    }

    private Set<Actor> waitsFor(Actor actor) {
        Set<Actor> holders = new HashSet<>();
        for (String key : Objects.requireNonNull(stuck.get(actor)).keys()) {
            for (Actor holder : holdersOf(key).keySet()) {
                if (stuck.containsKey(holder)) {
                    holders.add(holder);
                }
            }
        }
        return holders;
    }

    private Deadlock deadlock(List<Actor> cycle) {
        Set<String> wanted = new HashSet<>();
        cycle.forEach(actor -> wanted.addAll(Objects.requireNonNull(stuck.get(actor)).keys()));
        return new Deadlock(
                cycle.stream()
                        .map(actor -> shown(Objects.requireNonNull(stuck.get(actor)), wanted))
                        .toList());
    }

    private Deadlock.Waiter shown(Sight.Waiter waiter, Set<String> wanted) {
        List<String> has =
                keysByActor.getOrDefault(waiter.actor(), List.of()).stream()
                        .filter(wanted::contains)
                        .map(key ->
                                Objects.requireNonNull(holdersOf(key).get(waiter.actor())).title())
                        .distinct()
                        .toList();
        return new Deadlock.Waiter(
                waiter.actor().pid(),
                waiter.thread(),
                waiter.task(),
                waiter.waitsFor(),
                has,
                Instant.ofEpochMilli(waiter.sinceMillis()),
                waiter.isBreakable() ? waiter.number() : 0,
                waiter.stack());
    }
}
