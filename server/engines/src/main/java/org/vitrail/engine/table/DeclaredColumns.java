package org.vitrail.engine.table;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrail.contract.schema.ColumnNames;
import org.vitrail.engine.table.SourceHeader.SourceType;

/// Whether a source has the columns that somebody declared. Refusals hold the declaration's names and counts, never a
/// name that stands in the source alone: a CSV file without a header line shows its first row where names are
/// expected.
final class DeclaredColumns {
    private static final int NAMES_MAX = 8;

    private DeclaredColumns() {}

    /// @param declared names that must all be there
    /// @throws TableRefusedException if one is not
    static void require(SourceHeader header, List<String> declared) throws TableRefusedException {
        List<String> there = header.names();
        List<String> missing =
                declared.stream().filter(name -> !there.contains(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        int width = there.size();
        int matching = declared.size() - missing.size();
        List<String> loose = there.stream().map(DeclaredColumns::loose).toList();
        long almost =
                missing.stream().filter(name -> loose.contains(loose(name))).count();
        throw new TableRefusedException((declared.size() == 1 ? "expected the column " : "expected columns ")
                + listed(declared) + " (declared), "
                + (isCsv(header) ? "the file's first line has " + count(width, "field") : found(width)) + " of which "
                + matching + (matching == 1 ? " matches" : " match")
                + (almost == 0 ? "" : " (" + almost + " more but for case or blanks)") + ", without "
                + listed(missing) + "; "
                + (isCsv(header) ? "a CSV needs a header line; " : "") + "correct the schema or the file");
    }

    /// What is to become the name of a column that nobody declared becomes public: a CSV's first line that holds
    /// numbers, dates or nothing is a row.
    ///
    /// @param declared names that the first line may hold whatever they look like
    /// @throws TableRefusedException if fields of a CSV's first line cannot be names
    static void requireNames(SourceHeader header, Collection<String> declared) throws TableRefusedException {
        long values = header.names().stream()
                .filter(name -> !declared.contains(name) && ColumnNames.looksLikeValue(name))
                .count();
        if (isCsv(header) && values > 0) {
            throw new TableRefusedException("expected column names in the file's first line, got "
                    + count(header.columns().size(), "field") + " of which " + values
                    + (values == 1 ? " looks" : " look")
                    + " like no name (empty, a number, a date); a CSV needs a header line"
                    + " (a column that is really named so must be declared in the schema)");
        }
    }

    private static boolean isCsv(SourceHeader header) {
        return header.columns().getFirst().type() == SourceType.UNDECLARED;
    }

    private static String found(int columns) {
        return "the source has " + count(columns, "column");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String loose(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static String listed(List<String> names) {
        return names.stream().limit(NAMES_MAX).map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                + (names.size() > NAMES_MAX ? ", … (" + names.size() + " in all)" : "");
    }
}
