package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.session.BudgetView;

/// `%%pac_calibrate --dataset` against the server that the notebook starts.
@Timeout(1_200) // far beyond what a busy machine needs
class PacServerMagicsTest extends RealServerFixture {
    private static final String QUERY =
            "SELECT department, count(*) AS visits, avg(cost) AS cost FROM clinic GROUP BY department ORDER BY 1\n";

    @Test
    void query_inACell_isQuotedAnsweredReplayedAndCertified() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "70%");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");

        assertThat(kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic", "--advantage", "56%", "--quote"))
                .isNull();
        assertThat(kernel.text()).contains("Quote: ").contains("2 in each row").contains("56 %");

        AnswerFrame answer =
                (AnswerFrame) kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic", "--advantage", "56%");
        assertThat(answer.height()).isGreaterThan(1);
        assertThat(answer.getColumnsIndex()).containsExactly("department", "visits", "cost");
        AnswerFrame again =
                (AnswerFrame) kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic", "--advantage", "56%");
        assertThat(again.receipt().replayed()).isTrue();
        assertThat(again.getColumn("cost").toList())
                .isEqualTo(answer.getColumn("cost").toList());

        BudgetView budget = (BudgetView) kernel.run("dp_budget");
        assertThat(budget.releases()).isEmpty();
        assertThat(budget.pac().orElseThrow().answers()).hasSize(1);
        assertThat(kernel.text())
                .contains("PAC privacy of dataset 'clinic' (another promise: never added to an epsilon)")
                .contains("10 more answers like the last:")
                .contains("at the cap 70");
        kernel.run("dp_certificate", "last");
        assertThat(kernel.text())
                .contains("It does not hide whether a unit is in the table at all")
                .contains("There is no epsilon, and none follows");
        kernel.run("dp_releases", "clinic");
        assertThat(kernel.text()).contains("nats (PAC)");

        assertThatThrownBy(() ->
                        kernel.cell("pac_calibrate", "SELECT cost FROM clinic", "--dataset", "clinic", "--mi", "1/128"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("rows of one clinic are not put out");
        System.err.println(kernel.text());
    }

    @Test
    void query_ofADatasetWithoutACap_isRefused() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        assertThatThrownBy(() -> kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic", "--mi", "1/128"))
                .hasMessageContaining("has no PAC cap")
                .hasMessageContaining("nothing was charged");
        assertThatThrownBy(() -> kernel.run("pac_calibrate", "--dataset", "clinic", "--mi", "1/128"))
                .hasMessageContaining("a SELECT in the cell expected");
        assertThatThrownBy(() -> kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic"))
                .hasMessageContaining("one of --mi NATS");
    }
}
