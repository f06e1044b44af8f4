package io.manyhands.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.manyhands.TaskStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes slices in the Trace Event Format. Stateless.
final class TraceFile {
    private static final double NANOS_PER_MICRO = 1_000;

    private TraceFile() {}

    /// A name for a lane.
    ///
    /// @param pool the number of its workers
    /// @param lane its number; 0 for the workers themselves
    /// @param name what it is called
    record Lane(int pool, int lane, String name) {}

    /// What is written.
    ///
    /// @param slices in any order
    /// @param lanes the names
    /// @param forgotten how many slices were not kept
    record Snapshot(List<Slice> slices, List<Lane> lanes, long forgotten) {}

    static void write(Snapshot snapshot, OutputStream out) throws IOException {
        long begin = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (Slice slice : snapshot.slices) {
            begin = Math.min(begin, slice.begin());
            end = Math.max(end, slice.end());
        }
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ms");
            json.writeArrayFieldStart("traceEvents");
            for (Lane lane : snapshot.lanes) {
                write(lane, json);
            }
            for (Slice slice : snapshot.slices) {
                write(slice, begin, end, json);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("otherData");
            json.writeStringField("forgotten", Long.toString(snapshot.forgotten));
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(Lane lane, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeStringField("name", lane.lane == 0 ? "process_name" : "thread_name");
        json.writeNumberField("pid", lane.pool);
        json.writeNumberField("tid", lane.lane);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", lane.name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(Slice slice, long begin, long end, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", slice.isMark() ? "i" : "X");
        json.writeStringField("name", slice.name());
        json.writeNumberField("pid", slice.pool());
        json.writeNumberField("tid", slice.lane());
        json.writeNumberField("ts", (slice.begin() - begin) / NANOS_PER_MICRO);
        if (slice.isMark()) {
            json.writeStringField("s", slice.lane() == 0 ? "p" : "t");
        } else {
            boolean isRunning = slice.status().equals(TaskStatus.RUNNING.name());
            long until = isRunning ? end : slice.end();
            json.writeNumberField("dur", (until - slice.begin()) / NANOS_PER_MICRO);
            json.writeStringField("cat", slice.status());
            json.writeStringField("cname", colour(slice.status()));
        }
        writeArguments(slice, json);
        json.writeEndObject();
    }

    private static void writeArguments(Slice slice, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("args");
        if (!slice.isMark()) {
            json.writeNumberField("task", slice.number());
            json.writeNumberField("attempt", slice.attempt());
            json.writeStringField("status", slice.status());
        }
        if (slice.worker() != null) {
            json.writeStringField("worker", slice.worker());
        }
        if (slice.detail() != null) {
            json.writeStringField("failure", slice.detail());
        }
        json.writeEndObject();
    }

    /// One of the names that viewers know.
    private static String colour(String status) {
        return switch (status) {
            case "SUCCEEDED" -> "good";
            case "RUNNING" -> "thread_state_running";
            case "CANCELLED" -> "grey";
            case "RETRIED", "TIMED_OUT" -> "bad";
            default -> "terrible";
        };
    }
}
