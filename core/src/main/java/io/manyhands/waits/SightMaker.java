package io.manyhands.waits;

import io.manyhands.spi.Holdings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks who has what, and puts the answers together. Confined to one thread.
final class SightMaker implements Holders {
    private static final int FRAMES_SHOWN = 16;
    private static final int MOST_FRAMES = 64;
    private static final String OURS = "io.manyhands.";

    private final long pid = ProcessHandle.current().pid();
    private final Collection<Resource> more;
    private final IdentityHashMap<Object, String> keys = new IdentityHashMap<>();
    private final Map<String, Map<Actor, Sight.Hold>> holds = new LinkedHashMap<>();
    private String title = "";

    SightMaker(Collection<Resource> more) {
        this.more = more;
    }

    Sight make() {
        List<Wait> begun = List.copyOf(Wait.all());
        Set<Resource> asked = new HashSet<>();
        for (Resource resource : more) {
            ask(resource, asked);
        }
        for (Wait wait : begun) {
            ask(wait.need().of(), asked);
        }
        // What it needs was looked at before: so who waits still has not got what was there.
        Map<Actor, Wait> waiting = new HashMap<>();
        for (Wait wait : begun) {
            if (wait.isGoingOn()) {
                waiting.put(Actor.of(wait.thread()), wait);
                askOwn(wait);
            }
        }
        List<Sight.Waiter> waiters = new ArrayList<>();
        JvmWaits.addTo(waiters, waiting.keySet(), this);
        Set<Actor> holders = new HashSet<>();
        holds.values().forEach(each -> holders.addAll(each.keySet()));
        waiting.forEach((actor, wait) -> {
            if (wait.isOfProcess() || holders.contains(actor)) {
                waiters.add(waiter(actor, wait));
            }
        });
        List<Sight.Hold> all = new ArrayList<>();
        holds.values().forEach(each -> all.addAll(each.values()));
        return new Sight(pid, waiters, all);
    }

    private void ask(Resource resource, Set<Resource> asked) {
        if (asked.add(resource)) {
            title = resource.title();
            resource.tell(this);
        }
    }

    /// What the thread itself knows that it has.
    @SuppressWarnings("ReferenceEquality") // a resource is itself
    private void askOwn(Wait wait) {
        for (Holdings.Held held : wait.held()) {
            if (held instanceof Resource resource && resource != wait.need().of()) {
                title = resource.title();
                hold(resource, wait.thread(), 1);
            }
        }
        for (Object key : wait.need().own()) {
            title = key instanceof Resource resource ? resource.title() : wait.need().of().title();
            hold(key, wait.thread(), 1);
        }
    }

    private Sight.Waiter waiter(Actor actor, Wait wait) {
        Need need = wait.need();
        return new Sight.Waiter(
                actor,
                wait.number(),
                nameOf(wait.thread()),
                wait.task(),
                wait.isOfProcess(),
                need.of().title(),
                need.keys().stream().map(this::text).toList(),
                need.slack(),
                need.isBreakable(),
                wait.sinceMillis(),
                shown(wait.thread().getStackTrace()));
    }

    static String nameOf(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "thread " + thread.threadId() : name;
    }

    /// The user's part, as far as there is one.
    static List<StackTraceElement> shown(StackTraceElement[] stack) {
        List<StackTraceElement> users =
                Arrays.stream(stack)
                        .dropWhile(SightMaker::isOfLibrary)
                        .limit(FRAMES_SHOWN)
                        .toList();
        return users.isEmpty() ? Arrays.stream(stack).limit(MOST_FRAMES).toList() : users;
    }

    private static boolean isOfLibrary(StackTraceElement frame) {
        String type = frame.getClassName();
        boolean isOurs =
                type.startsWith(OURS)
                        && Character.isLowerCase(type.charAt(OURS.length()))
                        && !type.startsWith(OURS + "examples.")
                        && !type.startsWith(OURS + "testkit.");
        boolean isTop = type.startsWith(OURS) && Character.isUpperCase(type.charAt(OURS.length()));
        return isOurs
                || isTop
                || type.startsWith("java.")
                || type.startsWith("jdk.")
                || type.startsWith("sun.");
    }

    private String text(Object key) {
        if (key instanceof String text) {
            return text;
        }
        return keys.computeIfAbsent(key, _ -> "#" + pid + "." + keys.size());
    }

    // Answers.

    @Override
    public void hold(Object key, Thread thread, long count) {
        put(key, Actor.of(thread), count);
    }

    @Override
    public void hold(Object key, long ofPid, int thread, long count) {
        put(key, new Actor(ofPid, thread), count);
    }

    /// A monitor or a lock of the JDK's.
    void hold(String key, String of, Actor owner) {
        title = of;
        put(key, owner, 1);
    }

    private void put(Object key, Actor actor, long count) {
        if (count <= 0) {
            return;
        }
        String text = text(key);
        holds.computeIfAbsent(text, _ -> new LinkedHashMap<>())
                .put(actor, new Sight.Hold(text, title, actor, count));
    }
}
