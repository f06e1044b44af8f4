package io.manyhands.process;

import io.manyhands.spi.RemoteJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What became of the flights of a worker that is dead.
///
/// @param lost what had begun and was not answered
/// @param back what had not begun
/// @param again with room for the jobs of what is back
record Wreck(List<Flights.Back> lost, List<Flights.Back> back, List<RemoteJob> again) {

    /// Whether something of a job had begun and was not answered.
    @SuppressWarnings("ReferenceEquality") // a job is itself
    boolean hasLost(RemoteJob job) {
        for (Flights.Back each : lost) {
            if (each.flight().job() == job) {
                return true;
            }
        }
        return false;
    }

    /// What has become of flights, which are left as they are. With their lock held.
    ///
    /// @param rest the calls that have no answer, first sent first
    static Wreck of(Channel line, List<Call> rest, Collection<Flight> flights) {
        List<Flights.Back> lost = new ArrayList<>();
        List<Flights.Back> back = new ArrayList<>();
        for (Call call : rest) {
            Flight flight = (Flight) call;
            if (!flight.isOver() && flights.contains(flight)) {
                boolean isUntold = line.isByPipe(flight) && !line.hasEndedCleanly();
                divide(flight, isUntold ? flight.calls() : line.begun(flight), lost, back);
            }
        }
        // What the line does not know was never sent.
        for (Flight unsent : flights) {
            if (!unsent.isOver() && !rest.contains(unsent)) {
                back.addFirst(new Flights.Back(unsent, 0, unsent.end));
            }
        }
        return new Wreck(lost, back, new ArrayList<>(back.size()));
    }

    private static void divide(
            Flight flight, int begun, List<Flights.Back> lost, List<Flights.Back> back) {
        int from = flight.answers();
        int end = Math.max(from, flight.end);
        int middle = Math.clamp(begun, from, end);
        if (middle > from) {
            lost.addFirst(new Flights.Back(flight, from, middle));
        }
        if (end > middle) {
            back.addFirst(new Flights.Back(flight, middle, end));
        }
    }
}
