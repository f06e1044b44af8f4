package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/// What to look for and what to show: all that a worker must know. Immutable; travels to other
/// processes.
///
/// @param terms what to look for, none of them empty or with a newline; any of them is enough
/// @param regex whether they are regular expressions
/// @param ignoreCase whether upper and lower case are the same
/// @param invert whether the lines without a match are wanted
/// @param show what to show of a file
/// @param numbers whether lines get their numbers
/// @param names whether lines and counts get the name of their file
/// @param color whether to mark matches, names and numbers by colors
/// @param text whether binary files are searched too
/// @param maxCount how many lines of a file are wanted
/// @param sizes how much is read, kept and handed out at a time
public record Search(
        List<String> terms,
        boolean regex,
        boolean ignoreCase,
        boolean invert,
        Show show,
        boolean numbers,
        boolean names,
        boolean color,
        boolean text,
        long maxCount,
        Sizes sizes)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// What to show of a file.
    public enum Show {
        /// The lines.
        LINES,
        /// How many lines.
        COUNTS,
        /// Its name, if there is a line.
        NAMES
    }

    /// How many lines of one file are worth looking for.
    long enough() {
        return show == Show.NAMES ? 1 : maxCount;
    }

    /// Whether each line is handed over with its place and number.
    boolean needsMarks() {
        return show == Show.LINES && (numbers || isLimited());
    }

    /// Whether the lines of a file must be known in their order.
    boolean needsOrder() {
        return needsMarks() || (show == Show.COUNTS && isLimited());
    }

    private boolean isLimited() {
        return maxCount != Long.MAX_VALUE;
    }
}
