package org.vitrail.contract.schema;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// Reads a schema file: YAML 1.1 or JSON (both through the YAML reader, which knows every position).
///
/// ```yaml
/// unit: row                                   # or {person: patient_id, rows_max: 4}
/// columns:
///   - {name: age, type: integer, min: 17, max: 90, atoms: [40]}
///   - {name: weight, type: real, min: 0, max: 300, nullable: true}
///   - {name: sex, type: categorical, values: [F, M, "?"], other: "?", on_invalid: refuse}
/// ```
///
/// Categories are taken as written: `no`, `1` and `007` stay text. `nullable` is `false` and `on_invalid` is
/// `clamp`
/// where they are left out. Unknown and repeated keys are refused, so that a slip is never ignored.
public final class SchemaFile {
    /// The longest text that is read, in characters.
    public static final int CHARACTERS_MAX = 4_000_000;

    private static final Set<String> TOP = Set.of("unit", "columns");
    private static final Set<String> UNIT = Set.of("person", "rows_max");
    private static final Map<String, Set<String>> COLUMN = Map.of(
            "categorical", Set.of("name", "type", "nullable", "on_invalid", "values", "other"),
            "integer", Set.of("name", "type", "nullable", "on_invalid", "min", "max", "atoms"),
            "real", Set.of("name", "type", "nullable", "on_invalid", "min", "max", "atoms"));

    private SchemaFile() {}

    /// Reads the text of a schema file.
    ///
    /// @param text YAML or JSON
    /// @throws IllegalArgumentException one line: where (line and column), what was expected, what was found
    public static TableSchema read(String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("schema file: at most " + CHARACTERS_MAX + " characters expected, got "
                    + text.length() + "; a schema holds no rows");
        }
        SchemaNode root = SchemaNode.of(compose(text));
        Map<String, SchemaNode> top = root.mapping("a mapping with the keys unit and columns");
        root.onlyKeys(top, TOP);
        PrivacyUnit unit = unit(root.required(top, "unit"));
        List<Column> columns = new ArrayList<>();
        for (SchemaNode column : root.required(top, "columns").sequence("a list of columns")) {
            columns.add(column(column));
        }
        return root.checked(() -> new TableSchema(columns, unit));
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS_MAX);
        options.setNestingDepthLimit(8);
        boolean json = text.stripLeading().startsWith("{");
        // A raw tab is white space in JSON and never part of a JSON string; the YAML reader would refuse it.
        String source = json ? text.replace('\t', ' ') : text;
        try {
            return new Yaml(options).compose(new StringReader(source));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1;
            throw new IllegalArgumentException(
                    "schema file, line " + line + ", column " + column + ": not YAML or JSON: " + e.getProblem());
        } catch (YAMLException e) {
            String why = e.getMessage() == null
                    ? "unreadable"
                    : e.getMessage().lines().findFirst().orElse("unreadable");
            throw new IllegalArgumentException("schema file: not YAML or JSON: " + why);
        }
    }

    private static PrivacyUnit unit(SchemaNode node) {
        if (node.isScalar()) {
            if (node.text().equals(SchemaText.OPEN)) {
                throw undecided(node);
            }
            if (!node.text().equals("row")) {
                throw node.wrong("unit: 'row' or {person: COLUMN, rows_max: N} expected, got '" + node.text() + "'");
            }
            return new PrivacyUnit.Row();
        }
        Map<String, SchemaNode> keys = node.mapping("unit: 'row' or {person: COLUMN, rows_max: N}");
        node.onlyKeys(keys, UNIT);
        String person = node.required(keys, "person").text();
        if (person.equals(SchemaText.OPEN)) {
            throw undecided(node);
        }
        SchemaNode rowsMax = node.required(keys, "rows_max");
        long rows = rowsMax.whole();
        if (rows < 1 || rows > Integer.MAX_VALUE) {
            throw rowsMax.wrong("rows_max: a whole number >= 1 expected, got " + rows);
        }
        return node.checked(() -> new PrivacyUnit.Person(person, (int) rows));
    }

    private static IllegalArgumentException undecided(SchemaNode node) {
        return node.wrong(
                "unit: 'row' (each row is one person) or a column's name as {person: COLUMN, rows_max: N} (the"
                        + " column says who a row is about) expected, got FILL_IN; it decides who is protected: with 'row', a"
                        + " person of several rows is protected less");
    }

    private static Column column(SchemaNode node) {
        Map<String, SchemaNode> keys = node.mapping("a column as {name: …, type: …, …}");
        String name = node.required(keys, "name").text();
        SchemaNode typeNode = node.required(keys, "type");
        String type = typeNode.text();
        Set<String> allowed = COLUMN.get(type);
        if (allowed == null) {
            throw typeNode.wrong(
                    "column '" + name + "': type categorical, integer or real expected, got '" + type + "'");
        }
        node.onlyKeys(keys, allowed);
        Domain domain = switch (type) {
            case "categorical" -> categorical(node, keys);
            case "integer" -> integer(node, keys);
            default -> real(node, keys);
        };
        boolean nullable =
                node.optional(keys, "nullable").map(SchemaNode::truth).orElse(false);
        Column.OnInvalid rule =
                node.optional(keys, "on_invalid").map(SchemaFile::rule).orElse(Column.OnInvalid.CLAMP);
        return node.checked(() -> new Column(name, domain, nullable, rule));
    }

    private static Domain categorical(SchemaNode node, Map<String, SchemaNode> keys) {
        List<String> values = node.required(keys, "values").sequence("values: a list of categories").stream()
                .map(SchemaNode::text)
                .toList();
        Optional<String> other = node.optional(keys, "other").map(SchemaNode::text);
        return node.checked(() -> new Domain.Categorical(values, other));
    }

    private static Domain integer(SchemaNode node, Map<String, SchemaNode> keys) {
        long min = node.required(keys, "min").whole();
        long max = node.required(keys, "max").whole();
        List<Long> atoms = atoms(node, keys).stream().map(SchemaNode::whole).toList();
        return node.checked(() -> new Domain.IntegerRange(min, max, atoms));
    }

    private static Domain real(SchemaNode node, Map<String, SchemaNode> keys) {
        double min = node.required(keys, "min").real();
        double max = node.required(keys, "max").real();
        List<Double> atoms = atoms(node, keys).stream().map(SchemaNode::real).toList();
        return node.checked(() -> new Domain.RealRange(min, max, atoms));
    }

    private static List<SchemaNode> atoms(SchemaNode node, Map<String, SchemaNode> keys) {
        return node.optional(keys, "atoms")
                .map(n -> n.sequence("atoms: a list of numbers"))
                .orElse(List.of());
    }

    private static Column.OnInvalid rule(SchemaNode node) {
        return switch (node.text()) {
            case "clamp" -> Column.OnInvalid.CLAMP;
            case "refuse" -> Column.OnInvalid.REFUSE;
            default -> throw node.wrong("on_invalid: clamp or refuse expected, got '" + node.text() + "'");
        };
    }
}
