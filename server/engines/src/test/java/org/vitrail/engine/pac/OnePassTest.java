package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vitrail.bench.TpchQueries;
import org.vitrail.bench.TpchTables;
import org.vitrail.privacy.pac.Nats;

/// TPC-H's queries: what one pass counts is what running the query in each world gives.
class OnePassTest {
    private static final double SCALE = 0.01;

    private static PacDatabase open() throws SQLException {
        return PacDatabase.open(
                TpchTables.schema(2), c -> TpchTables.load(c, SCALE), Nats.ofFraction(9000, 1), 1000, 2);
    }

    @Test
    void tpch_allQueries_areAnsweredOrRefusedForTheirReason() throws Exception {
        Map<Integer, String> refused = Map.of(
                3, "groups by 'l_orderkey'",
                10, "groups by 'c_custkey'",
                15, "WITH is not answered",
                18, "groups by 'c_name'",
                20, "neither a key");
        List<Integer> plain = List.of(2, 11, 16);
        List<Integer> each = List.of(17, 22);
        int answered = 0;
        try (PacDatabase database = open()) {
            for (Map.Entry<Integer, String> query : TpchQueries.all().entrySet()) {
                int number = query.getKey();
                try {
                    PacSqlAnswer answer = database.ask(query.getValue(), Nats.ofFraction(1, 128));
                    assertThat(answer.way())
                            .as("Q%d", number)
                            .isEqualTo(
                                    plain.contains(number)
                                            ? PacSqlAnswer.Way.PLAIN
                                            : each.contains(number)
                                                    ? PacSqlAnswer.Way.EACH_WORLD
                                                    : PacSqlAnswer.Way.ONE_PASS);
                    assertThat(answer.rows()).as("Q%d", number).isNotEmpty();
                    answered++;
                } catch (PacRefusedException e) {
                    assertThat(e.getMessage())
                            .as("Q%d", number)
                            .contains(refused.getOrDefault(number, "larger groups"));
                }
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(12);
    }

    /// A condition that always holds, but looks at others, has the query run in each world: over the same masks.
    @Test
    void sums_ofOnePass_areThoseOfEachWorld() throws Exception {
        String always = " 0 < (select count(*) from customer) and ";
        try (PacDatabase database = open()) {
            for (int number : new int[] {1, 4, 5, 6, 7, 12, 14}) {
                String sql = Objects.requireNonNull(TpchQueries.all().get(number));
                double[][][] once = database.worlds(sql);
                double[][][] each = database.worlds(sql.replaceFirst(" where ", " where" + always));
                assertThat(once.length).as("groups of Q%d", number).isEqualTo(each.length);
                double[] left = flat(once);
                double[] right = flat(each);
                for (int i = 0; i < left.length; i++) {
                    if (Double.isFinite(left[i])) {
                        assertThat(left[i]).as("Q%d", number).isCloseTo(right[i], within(1e-9 * Math.abs(right[i])));
                    } else {
                        assertThat(right[i]).as("Q%d", number).isNaN();
                    }
                }
            }
        }
    }

    private static double[] flat(double[][][] worlds) {
        return Arrays.stream(worlds)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
