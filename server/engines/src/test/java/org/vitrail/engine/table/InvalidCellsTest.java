package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// The table of rules in [ColumnEncoder], row by row.
class InvalidCellsTest {
    private static final Column WHOLE = Column.of("x", Domain.IntegerRange.of(0, 100));
    private static final Column REAL = Column.of("x", Domain.RealRange.of(-1, 1));
    private static final Column TEXT = Column.of("x", Domain.Categorical.of(List.of("a", "b", "c")));
    private static final Column OTHER =
            Column.of("x", new Domain.Categorical(List.of("a", "b", "c"), Optional.of("c")));

    @TempDir
    private Path folder;

    private double number(Column column, String cell) throws Exception {
        return Tables.read(Tables.write(folder, "x\n\"" + cell + "\"\n"), Format.CSV, Tables.schema(column))
                .numbers(0)[0];
    }

    private int code(Column column, String cell) throws Exception {
        return Tables.read(Tables.write(folder, "x\n\"" + cell + "\"\n"), Format.CSV, Tables.schema(column))
                .codes(0)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "101, 100",
        "1e300, 100",
        "-1e999, 0",
        "inf, 100",
        "-Infinity, 0",
        "9223372036854775808, 100",
        "2.5, 2",
        "99.6, 100",
        "word, 50",
        "1d, 50",
        "0x10, 50",
        "nan, 50",
        "'', 50",
        "' 7 ', 7",
        "+3, 3",
        "-0, 0"
    })
    void clamp_ofAWholeNumber_isTheDocumentedOne(String cell, double expected) throws Exception {
        assertThat(number(WHOLE, cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-2, -1", "2, 1", "0.25, 0.25", "word, 0", "'', 0", "inf, 1"})
    void clamp_ofARealNumber_isTheDocumentedOne(String cell, double expected) throws Exception {
        assertThat(number(REAL, cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"word", "nan", "''"})
    void nullable_ofNoNumber_isMissing(String cell) throws Exception {
        assertThat(number(WHOLE.orMissing(), cell)).isNaN();
    }

    @Test
    void clamp_ofAnUnlistedCategory_isOtherOrTheFirst() throws Exception {
        assertThat(code(TEXT, "z")).isZero();
        assertThat(code(OTHER, "z")).isEqualTo(2);
        assertThat(code(TEXT, "")).isZero();
        assertThat(code(OTHER, "")).isEqualTo(2);
        assertThat(code(TEXT.orMissing(), "")).isEqualTo(3);
        assertThat(code(TEXT, " b")).isZero(); // blanks count: the value is not the listed one
    }

    @ParameterizedTest
    @CsvSource({
        "4711, outside its declared range",
        "inf, outside its declared range",
        "47.11, not whole",
        "x4711, not a number",
        "'', missing value",
        "nan, missing value"
    })
    void refuse_ofABrokenRule_namesColumnAndRuleOnly(String cell, String rule) throws Exception {
        Path file = Tables.write(folder, "x\n1\n\"" + cell + "\"\n");
        TableSchema schema = Tables.schema(Tables.refusing(WHOLE));
        assertThatThrownBy(() -> Tables.read(file, Format.CSV, schema))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("column 'x' has ")
                .hasMessageContaining(rule)
                .hasMessageNotContaining("11")
                .hasMessageNotContaining("row");
    }

    @Test
    void refuse_ofAnUnlistedCategory_namesColumnAndRuleOnly() throws Exception {
        Path file = Tables.write(folder, "x\na\ncanary\n");
        TableSchema schema = Tables.schema(Tables.refusing(TEXT));
        assertThatThrownBy(() -> Tables.read(file, Format.CSV, schema))
                .hasMessageContaining("not one of its declared categories")
                .hasMessageNotContaining("canary");
        assertThat(Tables.read(file, Format.CSV, Tables.schema(Tables.refusing(OTHER)))
                        .codes(0))
                .containsExactly(0, 2);
    }

    @Test
    void person_withoutAName_isRefused() throws Exception {
        Path file = Tables.write(folder, "id,x\np,1\n,2\n");
        TableSchema schema = new TableSchema(List.of(WHOLE), new PrivacyUnit.Person("id", 2));
        assertThatThrownBy(() -> Tables.read(file, Format.CSV, schema))
                .hasMessageContaining("every row must name its person");
    }

    @Test
    void person_ofManyRows_keepsAtMostRowsMax() throws Exception {
        Path file = Tables.write(folder, "id,x\n" + "p,1\n".repeat(9) + "q,2\n" + "1e3,3\n1000,4\n");
        TableSchema schema = new TableSchema(List.of(WHOLE), new PrivacyUnit.Person("id", 2));
        assertThat(Tables.read(file, Format.CSV, schema).numbers(0)).containsExactly(1, 1, 2, 3, 4);
    }
}
