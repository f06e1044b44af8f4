package io.manyhands.waits;

import java.util.List;
import java.util.stream.Collectors;

/// What one who waits needs. Immutable.
///
/// @param of what it waits for
/// @param keys what it needs: parts of that
/// @param slack how much of it others may have for ever without keeping this one from going on;
///   [#EVERYBODY] if it goes on as soon as any of those who have a part does
/// @param own keys of what the thread itself has that nobody else can tell
/// @param isBreakable whether the wait may fail
public record Need(
        Resource of, List<Object> keys, long slack, List<Object> own, boolean isBreakable) {
    /// It takes all of those who have a part to keep it from going on, and there must be one.
    public static final long EVERYBODY = -1;

    /// Something that only one can have, or only as long as nobody has another part.
    ///
    /// @param of what
    /// @param keys the parts that nobody must have
    /// @return the need
    public static Need all(Resource of, Object... keys) {
        return new Need(of, List.of(keys), 0, List.of(), true);
    }

    /// Something that any of its users gives.
    ///
    /// @param of what
    /// @param key what the users have
    /// @return the need
    public static Need any(Resource of, Object key) {
        return new Need(of, List.of(key), EVERYBODY, List.of(), true);
    }

    /// Some of what there is.
    ///
    /// @param of what
    /// @param slack how much is left of all there is, when this one has what it needs
    /// @return the need
    public static Need some(Resource of, long slack) {
        return new Need(of, List.of(of), slack, List.of(), true);
    }

    /// Any of several needs, each of which is met as soon as anybody does who has a part.
    ///
    /// @param needs what each of them needs
    /// @return the need
    public static Need anyOf(List<Need> needs) {
        return new Need(
                new AnyOf(needs.stream().map(Need::of).toList()),
                needs.stream().flatMap(need -> need.keys().stream()).toList(),
                EVERYBODY,
                List.of(),
                true);
    }

    /// Several things, one of which is enough.
    private record AnyOf(List<Resource> all) implements Resource {
        @Override
        public String title() {
            return all.stream().map(Resource::title).collect(Collectors.joining(" or "));
        }

        @Override
        public void tell(Holders holders) {
            all.forEach(each -> each.tell(holders));
        }
    }
}
