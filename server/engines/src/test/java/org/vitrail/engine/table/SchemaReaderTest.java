package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.mechanism.port.CellSource;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.schema.InferredSchema;
import org.vitrail.mechanism.schema.SchemaPlan;
import org.vitrail.mechanism.schema.UnknownColumn;
import org.vitrail.mechanism.schema.UnknownColumn.DeclaredType;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

class SchemaReaderTest {
    private static final MuSquared PRICE = GaussianAccountant.cap(2, 1e-6);
    private static final PrivacyUnit PERSON = new PrivacyUnit.Person("id", 4);

    @TempDir
    private Path folder;

    /// Persons of 1 to 40 rows; ages 20 to 69, two cities, names that nobody shares.
    private String csv() {
        StringBuilder text = new StringBuilder("id,age,city,name\n");
        for (int person = 0; person < 5_000; person++) {
            int rows = person % 100 == 0 ? 40 : 1 + person % 2;
            for (int row = 0; row < rows; row++) {
                text.append("p%d,%d,%s,canary%d\n"
                        .formatted(person, 20 + person % 50, person % 3 == 0 ? "Ulm" : "Bonn", person));
            }
        }
        return text.toString();
    }

    private InferredSchema infer(Path file, Format format, PrivacyUnit unit, List<String> declared) throws Exception {
        SchemaPlan plan = SchemaReader.plan(TableReader.header(file, format), unit, declared, PRICE, 1e-7);
        return SchemaReader.infer(file, format, unit, plan, Tables.MEGABYTES, Progress.none())
                .value();
    }

    private static void check(InferredSchema inferred) {
        assertThat(inferred.columns()).extracting(Column::name).containsExactly("age", "city");
        Domain.IntegerRange age =
                (Domain.IntegerRange) inferred.columns().get(0).domain();
        assertThat(age.min()).isBetween(16L, 24L);
        assertThat(age.max()).isBetween(65L, 75L);
        assertThat(((Domain.Categorical) inferred.columns().get(1).domain()).values())
                .containsExactly("Bonn", "Ulm", "other");
        assertThat(inferred.notes())
                .singleElement()
                .asString()
                .contains("'name' left out")
                .doesNotContain("canary");
    }

    /// Noise is taken for a bin with rows now and then; twice running is not chance.
    private static void checkInTwo(Callable<InferredSchema> inference) throws Exception {
        try {
            check(inference.call());
        } catch (AssertionError first) {
            System.out.println("one inference missed: " + first.getMessage());
            check(inference.call());
        }
    }

    @Test
    void infer_ofCsv_findsTheSchema() throws Exception {
        Path file = Tables.write(folder, csv());
        checkInTwo(() -> infer(file, Format.CSV, PERSON, List.of()));
    }

    @Test
    void infer_ofParquet_takesItsTypes() throws Exception {
        Path file = Tables.parquet(
                folder,
                "SELECT range AS id, 20 + range % 50 AS age, CASE WHEN range % 3 = 0 THEN 'Ulm' ELSE 'Bonn' END AS city,"
                        + " 'canary' || range AS name FROM range(5000)");
        checkInTwo(() -> infer(file, Format.PARQUET, PERSON, List.of()));
    }

    @Test
    void infer_withDeclaredColumns_leavesThemAlone() throws Exception {
        InferredSchema inferred = infer(Tables.write(folder, csv()), Format.CSV, PERSON, List.of("city", "name"));
        assertThat(inferred.columns()).extracting(Column::name).containsExactly("age");
        assertThat(inferred.notes()).isEmpty();
    }

    @Test
    void plan_ofColumnsThatAreNotThere_isRefused() throws Exception {
        SourceHeader header = TableReader.header(Tables.write(folder, "id,age\n"), Format.CSV);
        assertThat(SchemaReader.plan(header, PERSON, List.of(), PRICE, 0).columns())
                .containsExactly(new UnknownColumn("age", DeclaredType.NONE));
        assertThatThrownBy(() -> SchemaReader.plan(header, PERSON, List.of("sex"), PRICE, 0))
                .hasMessageContaining("without 'sex'");
        assertThatThrownBy(() -> SchemaReader.plan(header, new PrivacyUnit.Person("pid", 1), List.of(), PRICE, 0))
                .hasMessageContaining(
                        "expected the column 'pid' (declared), the file's first line has 2 fields of which 0 match");
        assertThatThrownBy(() -> SchemaReader.plan(header, PERSON, List.of("age"), PRICE, 0))
                .hasMessageContaining("at least 1 column");
    }

    @Test
    void plan_ofACsvWhoseFirstLineHoldsValues_isRefusedWithoutThem() throws Exception {
        SourceHeader row = TableReader.header(Tables.write(folder, "p1,41,canary,2024-05-01\n"), Format.CSV);
        assertThatThrownBy(() -> SchemaReader.plan(row, new PrivacyUnit.Row(), List.of(), PRICE, 0))
                .hasMessageContaining("got 4 fields of which 2 look like no name")
                .hasMessageContaining("a CSV needs a header line")
                .hasMessageNotContainingAny("canary", "41", "2024", "p1");
        SourceHeader years = TableReader.header(Tables.write(folder, "id,2023,city\n"), Format.CSV);
        assertThat(SchemaReader.plan(years, PERSON, List.of("2023"), PRICE, 0).columns())
                .containsExactly(new UnknownColumn("city", DeclaredType.NONE));
        Path file = Tables.parquet(folder, "SELECT 1 AS \"2023\"");
        SourceHeader typed = TableReader.header(file, Format.PARQUET);
        assertThat(SchemaReader.plan(typed, new PrivacyUnit.Row(), List.of(), PRICE, 0)
                        .columns())
                .hasSize(1);
    }

    @Test
    void infer_ofAFileThatCannotBeRead_isRefusedWithoutACell() throws Exception {
        Path file = Tables.write(folder, csv() + "p1,canary\n");
        assertThatThrownBy(() -> infer(file, Format.CSV, new PrivacyUnit.Row(), List.of()))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("cannot be read as CSV")
                .hasMessageNotContaining("canary");
    }

    /// A person's joint contribution: leaving a person out takes one row away, and each visit shows the
    /// same rows.
    @Test
    void visit_ofPersons_showsOneRowOfEachEveryTime() throws Exception {
        Path file = Tables.write(folder, csv());
        SourceHeader header = TableReader.header(file, Format.CSV);
        Map<String, Integer> first = new TreeMap<>();
        Map<String, Integer> second = new TreeMap<>();
        List<String> names = List.of("id", "name");
        PersonSink persons = new PersonSink("id");
        TableReader.scan(file, Format.CSV, header, List.of("id"), List.of(persons), Tables.MEGABYTES);
        java.util.BitSet drawn = new java.util.BitSet();
        for (int row : persons.used(1, PersonSink.freshKey())) {
            drawn.set(row);
        }
        for (Map<String, Integer> seen : List.of(first, second)) {
            new RawCells(file, Format.CSV, header, names, java.util.Optional.of(drawn), Tables.MEGABYTES)
                    .visit(List.of(0), true, new Texts(seen));
        }
        assertThat(first).hasSize(5_000).isEqualTo(second);
        assertThat(first.values()).containsOnly(1);
        // Planted bug: all rows of a person.
        Map<String, Integer> all = new TreeMap<>();
        new RawCells(file, Format.CSV, header, names, java.util.Optional.empty(), Tables.MEGABYTES)
                .visit(List.of(0), true, new Texts(all));
        assertThat(all.values()).contains(40);
    }

    private record Texts(Map<String, Integer> seen) implements CellSource.Visitor {
        @Override
        public void missing(int column) {
            seen.merge("", 1, Integer::sum);
        }

        @Override
        public void number(int column, double number) {
            throw new IllegalStateException("asked for text");
        }

        @Override
        public void text(int column, String text) {
            seen.merge(text, 1, Integer::sum);
        }
    }
}
