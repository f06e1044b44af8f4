package io.manyhands.wire;

import io.manyhands.wire.PathFinder.Node;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the words for an encoding that failed: which part of the value is the reason, and what
/// would help. Stateless.
final class Refusals {
    private Refusals() {}

    /// The exception that explains why a value could not be encoded.
    static NotEncodableException explain(Subject subject, Object value, Throwable failure) {
        if (failure instanceof BoundedOutput.TooLargeException) {
            return tooLarge(subject, value, failure);
        }
        NotEncodableException located = search(subject, value, failure);
        if (located != null) {
            return located;
        }
        String rule =
                failure instanceof StackOverflowError
                        ? "must not be nested this deeply to travel"
                        : "must be serializable to travel";
        return unlocated(subject, value, failure, rule);
    }

    /// Of a task, names what it captured that is the largest.
    private static NotEncodableException tooLarge(
            Subject subject, Object value, Throwable failure) {
        String rule = "must stay within the limits";
        Referent heaviest = Heaviest.in(value);
        if (heaviest == null) {
            return unlocated(subject, value, failure, rule);
        }
        String path = heaviest.name();
        String type = TypeNames.of(heaviest.value());
        String message = subject.noun() + " " + rule + ": path=" + path + ", type=" + type;
        return new NotEncodableException(message + thrown(failure), path, type, failure);
    }

    private static @Nullable NotEncodableException search(
            Subject subject, Object value, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            // With memory short, a search through the whole graph would only make it worse.
            return null;
        }
        try {
            Node end = PathFinder.find(value);
            return end == null ? null : located(subject, end, failure);
        } catch (Throwable unexplained) {
            // A class that does not link, say: the first failure is the one to tell.
            return null;
        }
    }

    private static NotEncodableException located(Subject subject, Node end, Throwable failure) {
        PathText way = PathText.of(subject, end);
        String path = way.text();
        String type = TypeNames.of(way.offender());
        String message = sentence(subject, way.offender(), path, type);
        String thrown = failure instanceof NotSerializableException ? "" : thrown(failure);
        return new NotEncodableException(message + thrown + Remedies.of(way), path, type, failure);
    }

    private static NotEncodableException unlocated(
            Subject subject, Object value, Throwable failure, String rule) {
        String type = TypeNames.of(value);
        if (failure instanceof NotSerializableException) {
            type = Objects.requireNonNullElse(failure.getMessage(), type);
        }
        String message =
                subject.noun() + " " + rule + ": path=" + subject.root() + ", type=" + type;
        return new NotEncodableException(message + thrown(failure), subject.root(), type, failure);
    }

    private static String sentence(Subject subject, Object offender, String path, String type) {
        String place = ": path=" + path + ", type=" + type;
        if (TypeNames.isLambdaOfHiddenClass(offender.getClass())) {
            return "A lambda of a hidden class cannot travel, as nobody else can find that class"
                    + place;
        }
        if (offender instanceof Serializable) {
            return subject.noun() + " must not throw while being encoded" + place;
        }
        if (TypeNames.isLambda(offender.getClass())) {
            return "A lambda must have a serializable type to travel"
                    + place
                    + (", interface=" + interfaces(offender));
        }
        return subject.noun() + " must be serializable to travel" + place;
    }

    private static String interfaces(Object lambda) {
        return Stream.of(lambda.getClass().getInterfaces())
                .map(Class::getTypeName)
                .collect(Collectors.joining(" & "));
    }

    private static String thrown(Throwable failure) {
        return ", thrown=" + ThrowableImage.describe(failure);
    }
}
