package io.manyhands.dashboard;

import io.manyhands.TaskStatus;
import io.manyhands.WorkersEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What some workers do, by lanes. Confined to whoever has the timeline's lock.
final class Lanes {
    /// So many workers have a lane that nobody takes after them.
    private static final int OWN_LANES = 256;

    private static final int NO_LANE = 0;

    private final int pool;
    private final Kept kept;
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private final Map<Long, Slice> running = new HashMap<>();
    private String poolName = "workers";

    Lanes(int pool, Kept kept) {
        this.pool = pool;
        this.kept = kept;
    }

    void record(WorkersEvent event) {
        switch (event) {
            case WorkersEvent.TaskStarted started -> begin(started);
            case WorkersEvent.TaskRetried retried ->
                    end(retried.id(), retried.nanos(), "RETRIED", Text.of(retried.failure()));
            case WorkersEvent.TaskEnded ended ->
                    end(
                            ended.id(),
                            ended.nanos(),
                            ended.status().name(),
                            Text.ofNullable(ended.failure()));
            case WorkersEvent.WorkerEnded ended -> leave(ended.worker());
            case WorkersEvent.WorkerStuck stuck ->
                    mark(stuck.worker(), "stuck", stuck.nanos(), stuck.name() + "-" + stuck.id());
            case WorkersEvent.WorkerFreed freed ->
                    mark(freed.worker(), "freed", freed.nanos(), null);
            case WorkersEvent.FailureReported failed ->
                    mark(null, failed.where(), failed.nanos(), Text.of(failed.failure()));
            case WorkersEvent.ItemFailed failed ->
                    mark(null, "item failed", failed.nanos(), Text.of(failed.failure()));
            case WorkersEvent.DeadlockFound found ->
                    mark(null, "deadlock", found.nanos(), found.deadlock().toString());
            case WorkersEvent.EventsDropped dropped -> {
                // Ends may be among them.
                running.clear();
                mark(null, "events dropped", dropped.nanos(), Long.toString(dropped.count()));
            }
            case WorkersEvent.WorkerStarted started -> {
                int _ = laneOf(started.worker());
            }
            case WorkersEvent.TaskQueued _ -> {}
        }
    }

    private void begin(WorkersEvent.TaskStarted started) {
        int lane = laneOf(started.worker());
        Slice slice =
                new Slice(
                        pool,
                        lane,
                        started.name(),
                        started.id(),
                        started.attempt(),
                        started.worker(),
                        started.nanos(),
                        started.nanos(),
                        TaskStatus.RUNNING.name(),
                        null);
        running.put(started.id(), slice);
    }

    private void end(long id, long nanos, String status, @Nullable String why) {
        Slice begun = running.remove(id);
        if (begun != null) {
            kept.add(begun.ended(nanos, status, why));
        }
    }

    private void mark(@Nullable String worker, String name, long nanos, @Nullable String detail) {
        int lane = worker == null ? NO_LANE : laneOf(worker);
        kept.add(new Slice(pool, lane, Text.cut(name), 0, 0, worker, nanos, nanos, "", detail));
    }

    private int laneOf(String worker) {
        Integer known = lanes.get(worker);
        if (known != null) {
            return known;
        }
        Integer left = names.size() < OWN_LANES ? null : free.poll();
        int lane = left == null ? names.size() + 1 : left;
        lanes.put(worker, lane);
        names.putIfAbsent(lane, worker);
        int suffix = worker.lastIndexOf("-worker-");
        poolName = suffix < 0 ? poolName : worker.substring(0, suffix);
        return lane;
    }

    private void leave(String worker) {
        Integer lane = lanes.remove(worker);
        if (lane != null) {
            free.add(lane);
        }
    }

    void addRunning(List<Slice> slices) {
        slices.addAll(running.values());
    }

    void addNames(List<TraceFile.Lane> all) {
        all.add(new TraceFile.Lane(pool, NO_LANE, poolName));
        names.forEach((lane, name) -> all.add(new TraceFile.Lane(pool, lane, name)));
    }
}
