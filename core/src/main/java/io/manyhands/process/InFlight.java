package io.manyhands.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls that were sent and not answered, in the order of sending, which is that of the
/// answers: only calls that were taken back are passed over. It keeps no call that has left.
///
/// One thread at a time adds and one at a time removes, each under a lock of its own.
final class InFlight {
    /// A place in the row. `next` is written by who adds, `call` is cleared by who removes.
    private static final class Place {
        private @Nullable Call call;
        private volatile @Nullable Place next;

        Place(@Nullable Call call) {
            this.call = call;
        }
    }

    /// The place of the last call that left. Belongs to who removes.
    private Place before = new Place(null);

    /// The place of the last call that came. Belongs to who adds.
    private Place last = before;

    void add(Call call) {
        Place place = new Place(call);
        // Volatile: who removes sees the place and the call whole.
        last.next = place;
        last = place;
    }

    /// The first call that has this number among its own, which stays.
    @Nullable Call find(long sequence) {
        for (Place place = before.next; place != null; place = place.next) {
            Call call = place.call;
            if (call != null
                    && sequence >= call.sequence()
                    && sequence - call.sequence() < call.calls()) {
                return call;
            }
        }
        return null;
    }

    /// The call that is answered next, unless it was taken back.
    @Nullable Call first() {
        Place first = before.next;
        return first == null ? null : first.call;
    }

    /// Removes the first call.
    void removeFirst() {
        Place first = before.next;
        if (first != null) {
            first.call = null;
            before = first;
        }
    }

    /// Removes all.
    void clear() {
        while (before.next != null) {
            removeFirst();
        }
    }

    /// All that have not left.
    List<Call> rest() {
        List<Call> rest = new ArrayList<>();
        for (Place place = before.next; place != null; place = place.next) {
            Call call = place.call;
            if (call != null) {
                rest.add(call);
            }
        }
        return rest;
    }
}
