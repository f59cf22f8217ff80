package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.privacy.pac.Nats;

class ExpectationTest {
    private static final Nats USUAL = Nats.ofFraction(1, 128);
    private static final int ASKED = 60;
    private static final Formula COUNT = new Formula.Total(0, new Range(0, 1), new Range(1, 1));

    /// SELECT town, numbers … GROUP BY town, with as many towns, or without groups.
    private static Expectation expected(int towns, int numbers, Nats charge) {
        List<WorldQuery.Column> output = new ArrayList<>();
        List<Column> product = new ArrayList<>();
        List<Formula> cells = new ArrayList<>();
        if (towns > 1) {
            output.add(new WorldQuery.Column("town", 0, "person", "town"));
            product.add(Column.of("town", Domain.IntegerRange.of(1, towns)));
        }
        for (int i = 0; i < numbers; i++) {
            output.add(WorldQuery.Column.cell("n" + i));
            product.add(Column.of("n" + i, Domain.RealRange.of(-1, 1)));
            cells.add(COUNT);
        }
        WorldQuery.Private asked = new WorldQuery.Private(
                "",
                Optional.empty(),
                towns > 1 ? 1 : 0,
                List.of(),
                List.of(new WorldQuery.Part(WorldQuery.Fold.SUM, new Range(0, 1))),
                0,
                List.of(),
                1,
                cells,
                output,
                new AnswerOrder(List.of(), 0, Long.MAX_VALUE));
        return new Expectation(
                asked, charge, 1, new PacTerms(1_000_000, 20), new TableSchema(product, new PrivacyUnit.Row()));
    }

    /// Root of the mean squared error of the count of each of four towns of 100 people.
    private static double seen() throws SQLException {
        double squares = 0;
        try (PacDatabase database = PacDatabase.open(
                PacDatabaseTest.schema(20, 5), PacDatabaseTest::load, Nats.ofFraction(9000, 1), 500, 1)) {
            for (int i = 0; i < ASKED; i++) {
                PacSqlAnswer answer = database.ask(
                        "select town, count(*) as n from person group by town", new Nats(USUAL.femto() + i));
                for (List<Object> row : answer.rows()) {
                    double error = ((Number) row.get(1)).doubleValue() - 100;
                    squares += error * error / answer.rows().size() / ASKED;
                }
            }
        } catch (PacRefusedException e) {
            throw new AssertionError(e);
        }
        return Math.sqrt(squares);
    }

    /// The error of a mean square of 240 is 1/sqrt(480), .046, of its root: .25 is five of them and more.
    @Test
    void noise_ofFourCounts_isThatOfAnswers() throws Exception {
        double seen = seen() / Math.sqrt(100);
        double predicted = Math.hypot(expected(4, 1, USUAL).noise(), 1); // and that it is half of the people
        assertThat(seen / predicted).isCloseTo(1, within(.25));
        assertThat(seen / expected(1, 1, USUAL).noise())
                .as("planted: as if there were one row")
                .isGreaterThan(1.5);
    }

    @Test
    void words_sayEachNumbersErrorAndSizesForThePrice() {
        assertThat(expected(1, 1, USUAL).error())
                .isEqualTo(
                        "of 1,000 units with one row each that counts (CASE, FILTER and missing values leave fewer), with values anywhere within their bounds: n0 ± 250 (one standard"
                                + " deviation: noise, and that a half stands for the whole; k times as many units: √k times that for counts and sums, 1/√k for means; k rows each: k times for counts and sums). Of fewer than 46 units there may be"
                                + " no answer");
        assertThat(expected(6, 2, USUAL).error())
                .contains("if there are 6 rows: n0 ± 880, n1 ± 880 (")
                .contains("fewer than 57 units may be left out");
        assertThat(expected(6, 9, USUAL).error()).contains("n5 ± 1,900, and 3 more (");
        assertThat(expected(6, 2, Nats.ofFraction(1, 2)).error()).contains("n0 ± 110");
        assertThat(expected(6, 2, USUAL).groups())
                .contains("Fewer than 20 units never do, 57 or more do")
                .contains("one of its groups");
        assertThat(expected(1, 1, USUAL).groups())
                .contains("whether there is an answer")
                .doesNotContain("groups");
    }

    private static String planned(String sql, Nats charge) {
        TableSchema schema = new TableSchema(
                List.of(
                        Column.of("salary", Domain.RealRange.of(0, 200_000)),
                        Column.of("city", Domain.Categorical.of(List.of("Basel", "Bern")))),
                new PrivacyUnit.Row());
        return new SqlPlanner()
                .plan(
                        new PacSpec("staff", sql, charge.femto() / 1000),
                        new PublicFacts(schema, OptionalLong.of(1000)),
                        new PacTerms(1_000_000, 20))
                .expectedError();
    }

    /// Noise as wide as the bounds says nothing: who quotes it is told so before paying.
    @Test
    void numbersWithoutUse_areNamedAndSoIsWhatHelps() {
        assertThat(planned("select count(*) as n, median(salary) as middle, max(salary) as top from staff", USUAL))
                .contains("NOT WORTH BUYING: top, whose noise is as wide as its bounds, 0 to 200,000")
                .contains("--algorithm quantiles")
                .doesNotContain("BUYING: n,")
                .doesNotContain("BUYING: middle,");
        assertThat(planned("select median(salary) as middle from staff", Nats.ofFraction(1, 2000)))
                .contains("; middle has far less where values lie close together");
        assertThat(planned("select avg(salary) as mean from staff", USUAL))
                .contains("mean ± 15,000 (")
                .doesNotContain("NOT WORTH");
        assertThat(planned("select avg(salary) as mean from staff", Nats.ofFraction(1, 10_000)))
                .contains("NOT WORTH BUYING: mean")
                .contains("higher price");
        assertThat(planned("select count(distinct salary) as few from staff", USUAL))
                .contains("few counts the values that half the units have");
        assertThat(planned("select 100 * round(count(distinct city) / 2) as few from staff", USUAL))
                .contains("few counts the values that half the units have");
        assertThat(planned("select sum(salary) / count(*) as mean, count(*) / 7 as n from staff", USUAL))
                .contains("; mean has more the smaller what it is divided by")
                .doesNotContain("; n has more");
    }
}
