package org.vitrail.contract.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// Writes schema files that [SchemaFile] reads back to the same schema, and templates to be filled in.
public final class SchemaText {
    /// What a template leaves to its owner.
    static final String OPEN = "FILL_IN";

    private SchemaText() {}

    /// The YAML text of a schema, one column a line.
    public static String of(TableSchema schema) {
        StringBuilder text = new StringBuilder("unit: ");
        text.append(
                switch (schema.unit()) {
                    case PrivacyUnit.Row() -> "row";
                    case PrivacyUnit.Person(String column, int rowsMax) ->
                        "{person: " + quoted(column) + ", rows_max: " + rowsMax + "}";
                });
        text.append("\ncolumns:\n");
        for (Column column : schema.columns()) {
            text.append("  - {name: ").append(quoted(column.name())).append(", ");
            text.append(domain(column.domain()));
            if (column.nullable()) {
                text.append(", nullable: true");
            }
            if (column.onInvalid() == Column.OnInvalid.REFUSE) {
                text.append(", on_invalid: refuse");
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /// A template to be filled in, from column names only: nothing in it was read from rows. [SchemaFile] refuses
    /// it
    /// until every `FILL_IN` is replaced.
    ///
    /// @param columns names, from a header or from the user; may be empty
    public static String template(List<String> columns) {
        StringBuilder text = new StringBuilder("""
                # Schema of a private table. Only column names were taken from the file; every bound and every category
                # is yours to declare from public knowledge (a code book, a form, common sense), never from the rows.
                # unit: row, if each row is one person and nobody has two; else {person: COLUMN, rows_max: 4}, where
                # COLUMN says who a row is about and 4 rows of one person are used at most. It decides who is protected.
                unit: FILL_IN
                # type: integer (min, max, atoms), real (min, max, atoms) or categorical (values, other)
                # nullable: true keeps a missing value as a value of its own; on_invalid: clamp (default) or refuse
                # delete the lines of columns that are not to be synthesized: names, the person column
                columns:
                """);
        for (String column : columns.isEmpty() ? List.of("column_1") : columns) {
            text.append("  - {name: ").append(quoted(column)).append(", type: " + OPEN + "}\n");
        }
        return text.toString();
    }

    private static String domain(Domain domain) {
        return switch (domain) {
            case Domain.Categorical(List<String> values, var other) ->
                "type: categorical, values: "
                        + values.stream().map(SchemaText::quoted).collect(Collectors.joining(", ", "[", "]"))
                        + other.map(o -> ", other: " + quoted(o)).orElse("");
            case Domain.IntegerRange(long min, long max, List<Long> atoms) ->
                "type: integer, min: " + min + ", max: " + max + atoms(atoms);
            case Domain.RealRange(double min, double max, List<Double> atoms) ->
                "type: real, min: " + min + ", max: " + max + atoms(atoms);
        };
    }

    private static String atoms(List<? extends Number> atoms) {
        return atoms.isEmpty()
                ? ""
                : atoms.stream().map(String::valueOf).collect(Collectors.joining(", ", ", atoms: [", "]"));
    }

    /// Always in double quotes with escapes: no text can change the structure.
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x2028 || c == 0x2029 || c > 0xfffd) {
                out.append("\\U%08x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
