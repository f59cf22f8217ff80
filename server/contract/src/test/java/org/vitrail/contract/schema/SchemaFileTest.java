package org.vitrail.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

class SchemaFileTest {
    private static final String YAML = """
            unit: {person: patient_id, rows_max: 4}
            columns:
              - {name: age, type: integer, min: 17, max: 90, atoms: [40]}
              - {name: weight, type: real, min: 0, max: 3e2, nullable: true}
              - name: smoker
                type: categorical
                values: [no, yes, 007, ~, "?"]
                other: "?"
                on_invalid: refuse
            """;
    private static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("age", new Domain.IntegerRange(17, 90, List.of(40L))),
                    Column.of("weight", Domain.RealRange.of(0, 300)).orMissing(),
                    new Column(
                            "smoker",
                            new Domain.Categorical(List.of("no", "yes", "007", "~", "?"), Optional.of("?")),
                            false,
                            Column.OnInvalid.REFUSE)),
            new PrivacyUnit.Person("patient_id", 4));

    @Test
    void read_yamlWithEveryKey_keepsCategoriesAsWritten() {
        assertThat(SchemaFile.read(YAML)).isEqualTo(SCHEMA);
    }

    @Test
    void read_jsonIndentedWithTabs_sameAsYaml() {
        String json = "{\n\t\"unit\": \"row\",\n\t\"columns\": [\n\t\t{\"name\": \"a\", \"type\": \"integer\","
                + " \"min\": 0, \"max\": 1, \"atoms\": null}\n\t]\n}";
        assertThat(SchemaFile.read(json))
                .isEqualTo(
                        new TableSchema(List.of(Column.of("a", Domain.IntegerRange.of(0, 1))), new PrivacyUnit.Row()));
    }

    @Test
    void of_hostileNames_readsBackTheSame() {
        TableSchema hostile = new TableSchema(
                List.of(Column.of(
                        "a\"}, {x: \\ \n\u2028 é😀 #",
                        Domain.Categorical.of(List.of("", " ", "null", "- x", "{", "😀", "\u0000")))),
                new PrivacyUnit.Row());
        assertThat(SchemaFile.read(SchemaText.of(hostile))).isEqualTo(hostile);
        assertThat(SchemaFile.read(SchemaText.of(SCHEMA))).isEqualTo(SCHEMA);
    }

    /// A template that left the unit at `row` would make a table of persons one of rows without anybody deciding it.
    @Test
    void template_untouched_isRefusedAtTheUnitThenAtTheFirstType() {
        String template = SchemaText.template(List.of("age", "sex"));
        assertThatThrownBy(() -> SchemaFile.read(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schema file, line 5, column 7: unit: 'row' (each row is one person) or a"
                        + " column's name as {person: COLUMN, rows_max: N}")
                .hasMessageContaining("expected, got FILL_IN; it decides who is protected")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> SchemaFile.read(template.replace("FILL_IN", "{person: FILL_IN, rows_max: 4}")))
                .hasMessageContaining("expected, got FILL_IN");
        assertThatThrownBy(() -> SchemaFile.read(template.replace("unit: FILL_IN", "unit: row")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schema file, line 10, column 25: column 'age': type categorical, integer or real expected,"
                        + " got 'FILL_IN'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|schema file: the keys unit and columns expected, got an empty file",
                "unit: [|schema file, line 1, column 8: not YAML or JSON: ",
                "unit: row|schema file, line 1, column 1: the key 'columns' expected, got only [unit]",
                "{unit: rows, columns: [{name: a, type: real, min: 0, max: 1}]}"
                        + "|schema file, line 1, column 8: unit: 'row' or {person: COLUMN, rows_max: N} expected, got 'rows'",
                "{unit: row, columns: [{name: a, type: real, min: 0, max: .nan}]}"
                        + "|schema file, line 1, column 58: a decimal number expected, got '.nan'",
                "{unit: row, columns: [{name: a, type: real, min: 2, max: 1}]}"
                        + "|schema file, line 1, column 23: min and max must be finite with min <= max and a finite width",
                "{unit: row, columns: [{name: a, type: integer, min: 1.5, max: 2}]}"
                        + "|schema file, line 1, column 53: a whole number of at most 64 bits expected, got '1.5'",
                "{unit: row, columns: [{name: a, type: integer, mim: 1, max: 2}]}"
                        + "|schema file, line 1, column 53: one of the keys [atoms, max, min, name, nullable,",
                "{unit: row, unit: row, columns: []}|schema file, line 1, column 13: the key 'unit' stands here twice",
                "{unit: row, columns: []}|schema file, line 1, column 1: a schema must have at least 1 column, got 0",
                "{unit: {person: p, rows_max: 0}, columns: [{name: a, type: real, min: 0, max: 1}]}"
                        + "|schema file, line 1, column 30: rows_max: a whole number >= 1 expected, got 0",
            })
    void read_wrongFile_saysWhereExpectedAndGot(String text, String message) {
        assertThatThrownBy(() -> SchemaFile.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }
}
