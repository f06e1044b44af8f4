package io.manyhands.waits;

import io.manyhands.spi.Holdings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who has used one side of a queue, to take or to put: as long as these are all there are, who
/// waits at the other side waits for one of them. Thread-safe.
/* A side of which a user has gone, its thread or its task, has comers and goers: another may come at
 * any time, so nobody can be said to wait for the ones that are left.
 */
public final class Users {
    private static final int MOST = 64;

    private record User(@Nullable Holdings holdings, long tasks) {
        static User current() {
            Holdings holdings = Holdings.current();
            return new User(holdings, holdings == null ? 0 : holdings.tasks());
        }

        boolean isGone(Thread thread) {
            return !thread.isAlive() || (holdings != null && holdings.tasks() != tasks);
        }
    }

    private final Map<Thread, User> all = new ConcurrentHashMap<>();
    private volatile boolean isOpen;

    /// A hint.
    private @Nullable Thread last;

    /// Nobody has used it yet.
    public Users() {}

    /// The current thread uses it.
    ///
    /// @return whether that was unknown
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    public boolean note() {
        Thread me = Thread.currentThread();
        if (last == me || isOpen) {
            return false;
        }
        last = me;
        return enter(me);
    }

    private boolean enter(Thread me) {
        boolean isNew = all.putIfAbsent(me, User.current()) == null;
        if (isNew && all.size() > MOST) {
            open();
        }
        return isNew;
    }

    private void open() {
        isOpen = true;
        all.clear();
    }

    /// Says who they are.
    ///
    /// @param key of the side
    /// @param isThere whether there is already what they give: then nobody waits for them
    /// @param holders takes the answer
    public void tell(Object key, boolean isThere, Holders holders) {
        all.forEach((thread, user) -> {
            if (user.isGone(thread)) {
                open();
            } else {
                holders.hold(key, thread, 1);
            }
        });
        if (isOpen || isThere) {
            holders.hold(key, ProcessHandle.current().pid(), Holders.ANYBODY, 1);
        }
    }
}
