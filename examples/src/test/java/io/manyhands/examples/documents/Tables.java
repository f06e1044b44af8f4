package io.manyhands.examples.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of a document that have others' names in the first column and ours in the second.
final class Tables {
    /// A row.
    ///
    /// @param section the heading above it
    /// @param theirs what is set as code in the first column
    /// @param here the second column
    /// @param ours what is set as code in the second column
    record Row(String section, List<String> theirs, String here, List<String> ours) {}

    private static final Pattern HEADING = Pattern.compile("#+ +(.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String HERE = "Here";

    private Tables() {}

    static List<Row> rows(Document document) {
        List<Row> rows = new ArrayList<>();
        String section = "";
        boolean isInTable = false;
        for (String line : document.lines()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            }
            String[] cells = line.split(" *\\| *", -1);
            if (!line.startsWith("|") || cells.length < 4) {
                isInTable = false;
            } else if (cells[2].equals(HERE)) {
                isInTable = true;
            } else if (isInTable && !cells[1].startsWith("---") && !code(cells[1]).isEmpty()) {
                rows.add(new Row(section, code(cells[1]), cells[2], code(cells[2])));
            }
        }
        return rows;
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
