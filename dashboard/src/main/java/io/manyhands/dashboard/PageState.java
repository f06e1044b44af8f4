package io.manyhands.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.manyhands.WorkersStatistics;
import io.manyhands.shared.Deadlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the page's script is told. Stateless.
final class PageState {
    private static final int MOST_FRAMES = 8;
    private static final double TENTHS = 10;

    private PageState() {}

    static byte[] json(List<Board> boards, List<Deadlock> deadlocks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("now", System.currentTimeMillis());
            json.writeNumberField("pid", ProcessHandle.current().pid());
            json.writeArrayFieldStart("workers");
            for (Board board : boards) {
                write(board.view(), json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("deadlocks");
            for (Deadlock deadlock : deadlocks) {
                write(deadlock, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(Board.View view, JsonGenerator json) throws IOException {
        WorkersStatistics now = view.statistics();
        json.writeStartObject();
        json.writeStringField("name", now.name());
        json.writeStringField("kind", now.kind());
        json.writeBooleanField("ended", view.hasEnded());
        json.writeNumberField("parallelism", now.parallelism());
        json.writeBooleanField("limited", now.parallelism() != Integer.MAX_VALUE);
        json.writeNumberField("workers", now.workers());
        json.writeNumberField("spares", now.spares());
        json.writeNumberField("submitted", now.submitted());
        json.writeNumberField("queued", now.queued());
        json.writeNumberField("runningCount", now.running());
        json.writeNumberField("succeeded", now.succeeded());
        json.writeNumberField("failed", now.failed());
        json.writeNumberField("cancelled", now.cancelled());
        json.writeNumberField("timedOut", now.timedOut());
        json.writeNumberField("lost", now.lost());
        json.writeNumberField("retried", now.retried());
        writeHistory(view.samples(), json);
        writeRunning(view, json);
        writeStuck(now.stuck(), json);
        writeFailures(view.failures(), json);
        json.writeEndObject();
    }

    /// As columns, as the chart has them.
    private static void writeHistory(List<Board.Sample> samples, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("history");
        json.writeStartArray();
        for (Board.Sample each : samples) {
            json.writeNumber(each.millis() / 1_000);
        }
        json.writeEndArray();
        json.writeStartArray();
        for (Board.Sample each : samples) {
            json.writeNumber(rounded(each.ended()));
        }
        json.writeEndArray();
        json.writeStartArray();
        for (Board.Sample each : samples) {
            json.writeNumber(rounded(each.failed()));
        }
        json.writeEndArray();
        json.writeStartArray();
        for (Board.Sample each : samples) {
            json.writeNumber(each.running());
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private static double rounded(double number) {
        return Math.round(number * TENTHS) / TENTHS;
    }

    private static void writeRunning(Board.View view, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("running");
        for (Board.Seen each : view.running()) {
            json.writeStartObject();
            json.writeStringField("worker", each.task().worker());
            json.writeStringField("name", Text.cut(each.task().name()));
            json.writeNumberField("number", each.task().number());
            json.writeBooleanField("item", each.task().isItem());
            json.writeNumberField(
                    "millis", TimeUnit.NANOSECONDS.toMillis(view.nanos() - each.sinceNanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeStuck(List<WorkersStatistics.Stuck> stuck, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("stuck");
        for (WorkersStatistics.Stuck each : stuck) {
            json.writeStartObject();
            json.writeStringField("worker", each.worker());
            json.writeStringField("task", each.task());
            json.writeNumberField("millis", each.since().toMillis());
            writeStack(each.where(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFailures(List<Board.Failure> failures, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("failures");
        for (Board.Failure each : failures) {
            json.writeStartObject();
            json.writeNumberField("at", each.millis());
            json.writeStringField("what", each.what());
            json.writeStringField("sentence", each.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(Deadlock deadlock, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Deadlock.Waiter waiter : deadlock.waiters()) {
            json.writeStartObject();
            json.writeNumberField("pid", waiter.pid());
            json.writeStringField("thread", waiter.thread());
            json.writeStringField("task", waiter.task());
            json.writeStringField("waitsFor", waiter.waitsFor());
            json.writeStringField("has", String.join(", ", waiter.has()));
            json.writeNumberField("since", waiter.since().toEpochMilli());
            writeStack(waiter.stack(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeStack(List<StackTraceElement> stack, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("stack");
        for (StackTraceElement each : stack.subList(0, Math.min(MOST_FRAMES, stack.size()))) {
            json.writeString(each.toString());
        }
        json.writeEndArray();
    }
}
