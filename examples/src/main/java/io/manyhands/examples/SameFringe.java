package io.manyhands.examples;

import io.manyhands.Coroutine;
import io.manyhands.Generator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether two trees of different shape have the same leaves: each is walked by a generator, as far
/// as is needed and no further.
public final class SameFringe {
    private SameFringe() {}

    /// A tree; a leaf has a text and no branches.
    private record Tree(@Nullable String leaf, List<Tree> branches) {
        static Tree of(Object... parts) {
            return new Tree(
                    null,
                    List.of(parts).stream()
                            .map(part ->
                                    part instanceof Tree tree
                                            ? tree
                                            : new Tree(part.toString(), List.of()))
                            .toList());
        }

        Generator<String> leaves() {
            return Generator.of(out -> {
                if (leaf != null) {
                    out.yield(leaf);
                }
                for (Tree branch : branches) {
                    out.yieldAll(branch.leaves());
                }
            });
        }
    }

    /// Compares three trees, and counts words with a coroutine.
    ///
    /// @param args none
    public static void main(String[] args) {
        Tree deep = Tree.of(Tree.of(Tree.of("all", "the"), "world's"), "a", "stage");
        Tree flat = Tree.of("all", "the", "world's", "a", "stage");
        Tree other = Tree.of("all", Tree.of("the", "lovers"), "a", "stage");
        System.out.println("deep and flat: " + haveSameLeaves(deep, flat));
        System.out.println("deep and other: " + haveSameLeaves(deep, other));

        try (Coroutine<String, Integer> counter =
                        Coroutine.of((first, out) -> {
                            int letters = first.length();
                            while (true) {
                                letters += out.yield(letters).length();
                            }
                        });
                Generator<String> leaves = deep.leaves()) {
            for (String leaf : leaves) {
                System.out.println(leaf + ": " + counter.resume(leaf) + " letters so far");
            }
        }
    }

    private static boolean haveSameLeaves(Tree one, Tree two) {
        try (Generator<String> ofOne = one.leaves();
                Generator<String> ofTwo = two.leaves()) {
            Iterator<String> others = ofTwo.iterator();
            for (String leaf : ofOne) {
                if (!others.hasNext() || !others.next().equals(leaf)) {
                    return false;
                }
            }
            return !others.hasNext();
        }
    }
}
