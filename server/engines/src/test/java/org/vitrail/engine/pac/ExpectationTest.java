package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.pac.Nats;

class ExpectationTest {
    private static final Nats USUAL = Nats.ofFraction(1, 128);
    private static final int ASKED = 60;

    /// SELECT town, numbers … GROUP BY town, with as many towns, or without groups.
    private static Expectation expected(int towns, int numbers, Nats charge) {
        List<WorldQuery.Column> output = new ArrayList<>();
        List<Column> product = new ArrayList<>();
        if (towns > 1) {
            output.add(new WorldQuery.Column("town", 0, "person", "town"));
            product.add(Column.of("town", Domain.IntegerRange.of(1, towns)));
        }
        for (int i = 0; i < numbers; i++) {
            output.add(WorldQuery.Column.cell("n" + i));
            product.add(Column.of("n" + i, Domain.RealRange.of(-1, 1)));
        }
        WorldQuery.Private asked = new WorldQuery.Private(
                "",
                Optional.empty(),
                towns > 1 ? 1 : 0,
                List.of(),
                List.of(),
                0,
                List.of(),
                output,
                new AnswerOrder(List.of(), 0, Long.MAX_VALUE));
        return new Expectation(
                asked, charge, new PacTerms(1_000_000, 20), new TableSchema(product, new PrivacyUnit.Row()));
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
    void words_sayNoiseAndSizesForThePrice() {
        assertThat(expected(1, 1, USUAL).error())
                .isEqualTo(
                        "what half the units give, and noise: about 8.0 times a number's deviation over halves,"
                                + " more where bounds are wide; a count of 1,000 units, one row each: ± 250. Of fewer than 46 units there may be no answer");
        assertThat(expected(6, 2, USUAL).error())
                .contains("if there are 6 rows")
                .contains("about 28 times")
                .contains("± 880")
                .contains("fewer than 57 units may be left out");
        assertThat(expected(6, 2, Nats.ofFraction(1, 2)).error()).contains("about 3.4 times");
        assertThat(expected(6, 2, USUAL).groups())
                .contains("Fewer than 20 units never do, 57 or more do")
                .contains("one of its groups");
        assertThat(expected(1, 1, USUAL).groups())
                .contains("whether there is an answer")
                .doesNotContain("groups");
    }
}
