package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
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
                .hasMessageContaining("rows of one unit of clinic are not put out");
        System.err.println(kernel.text());
    }

    @Test
    void algorithm_withoutACell_isQuotedAnsweredReplayedAndCertified() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "90%");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        String[] means = {
            "--dataset", "clinic", "--algorithm", "kmeans", "--columns", "age,bmi", "--k", "2", "--mi", "1/8"
        };
        assertThat(kernel.run("pac_calibrate", with(means, "--quote", "--verbose")))
                .isNull();
        assertThat(kernel.text())
                .contains("Quote: tells at most 0.125 nats")
                .contains("kmeans of age, bmi; k 2")
                .contains("moved to [0, 1]");
        AnswerFrame answer = (AnswerFrame) kernel.run("pac_calibrate", means);
        assertThat(answer.getColumnsIndex()).containsExactly("name", "value");
        assertThat(answer.getColumn("name").toList())
                .isEqualTo(List.of("centre0.age", "centre0.bmi", "centre1.age", "centre1.bmi"));
        AnswerFrame again = (AnswerFrame) kernel.run("pac_calibrate", means);
        assertThat(again.receipt().replayed()).isTrue();
        kernel.run("dp_certificate", "last");
        kernel.run("dp_releases", "clinic");
        assertThat(kernel.text())
                .contains("answer of an algorithm")
                .contains("algorithm: kmeans")
                .contains("kmeans, k 2");
        assertThatThrownBy(() -> kernel.run("pac_calibrate", with(means, "--bounds", "age=0:100")))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("its owner declared them");
        assertThatThrownBy(() -> kernel.run("pac_calibrate", with(means, "--rebalance")))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("not for --dataset");
        assertThatThrownBy(() -> kernel.run("pac_calibrate", with(means, "--rehearse")))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("look at the rows");
        assertThatThrownBy(() -> kernel.run(
                        "pac_calibrate",
                        "--dataset",
                        "clinic",
                        "--algorithm",
                        "means",
                        "--columns",
                        "department",
                        "--mi",
                        "1/8"))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining("expected number columns");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void query_overLinkedDatasets_isAnsweredAndPaidByTheRoot() throws Exception {
        StringBuilder customers = new StringBuilder("c_custkey,region\n");
        StringBuilder orders = new StringBuilder("o_custkey,total\n");
        for (int i = 0; i < 300; i++) {
            customers.append(i).append(i % 2 == 0 ? ",north\n" : ",south\n");
            orders.append(i).append(",10\n").append(i).append(",30\n");
        }
        String customerFile =
                Files.writeString(data.resolve("customer.csv"), customers).toString();
        String orderFile = Files.writeString(data.resolve("orders.csv"), orders).toString();
        String schema = "unit: row\ncolumns:\n  - {name: region, type: categorical, values: [north, south]}\n";
        String link = "o_custkey=customer.c_custkey";
        kernel.cell(
                "dp_dataset",
                schema,
                "register",
                "customer",
                customerFile,
                "--unit",
                "c_custkey",
                "--rows-max",
                "1",
                "--pac-cap",
                "70%");
        String amounts = "unit: row\ncolumns:\n  - {name: total, type: real, min: 0, max: 50}\n";
        assertThatThrownBy(() -> kernel.cell(
                        "dp_dataset", amounts, "register", "orders", orderFile, "--unit", "row", "--link", link))
                .hasMessageContaining("--unit o_custkey --rows-max M");
        assertThatThrownBy(() -> kernel.cell(
                        "dp_dataset", amounts, "register", "orders", orderFile, "--link", "o_custkey:customer"))
                .hasMessageContaining("COLUMN=TABLE.KEY");
        kernel.cell(
                "dp_dataset",
                amounts,
                "register",
                "orders",
                orderFile,
                "--unit",
                "o_custkey",
                "--rows-max",
                "2",
                "--link",
                link);
        assertThat(kernel.text())
                .contains("o_custkey is customer.c_custkey")
                .contains("of this table alone protects one value of o_custkey");
        kernel.run("dp_session", "--dataset", "customer", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        expectUnlinkedToBeSaid();
        String join = "SELECT region, count(*) AS n, avg(total) AS total FROM customer"
                + " JOIN orders ON o_custkey = c_custkey GROUP BY region ORDER BY region\n";
        AnswerFrame answer = (AnswerFrame) kernel.cell("pac_calibrate", join, "--dataset", "customer", "--mi", "1/128");
        assertThat(answer.getColumn("region").toList()).isEqualTo(List.of("north", "south"));
        assertThat(answer.receipt().assumedPublic().toString()).contains("at most 2 rows of it belong to one unit");
        BudgetView budget = (BudgetView) kernel.run("dp_budget");
        assertThat(budget.pac().orElseThrow().answers()).hasSize(1);
    }

    /// Of a dataset that the user may see, and that is not linked to the one that is asked.
    private void expectUnlinkedToBeSaid() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        assertThatThrownBy(() -> kernel.cell(
                        "pac_calibrate",
                        "SELECT count(*) AS n FROM customer JOIN clinic ON c_custkey = age\n",
                        "--dataset",
                        "customer",
                        "--mi",
                        "1/128"))
                .hasMessageContaining("'clinic' is registered, but not linked to 'customer'")
                .hasMessageContaining("--link COLUMN=customer.KEY");
    }

    /// As after the quickstart, which registers the sample and spends: without an option it stays as it is.
    @Test
    void sample_thatHasSpent_isNotRegisteredWithAnotherPacCapAndSaysWhatToDo() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "65%");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        kernel.run("dp_synthesize", "clinic", "--epsilon", "0.5", "--rows", "20", "--engine", "marginals");
        assertThatThrownBy(() -> kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "70%"))
                .hasMessageContaining("differs in its PAC cap (registered with 65%")
                .hasMessageContaining("got 70%")
                .hasMessageContaining("repeat --pac-cap")
                .hasMessageContaining("over a new data folder (VITRAIL_DATA)");
        kernel.run("dp_dataset", "sample", "clinic"); // nothing new
        assertThat(kernel.text()).contains("at the cap 65 %");
    }

    /// The quickstart's sample can be asked for answers of PAC privacy, and both ways of typing it are the same.
    @Test
    void sample_withoutAnOption_hasAPacCap() throws Exception {
        kernel.run("dp_dataset", "sample", "clinic");
        kernel.run("dp_session", "--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "real");
        kernel.run("dp_synthesize", "clinic", "--epsilon", "0.5", "--rows", "20", "--engine", "marginals");
        kernel.run("dp_dataset", "sample", "clinic", "--pac-cap", "70%");
        AnswerFrame answer = (AnswerFrame) kernel.cell("pac_calibrate", QUERY, "--dataset", "clinic", "--mi", "1/20");
        assertThat(answer.height()).isPositive();
    }

    @Test
    void query_ofADatasetWithoutACap_isRefused() throws Exception {
        String file = Files.writeString(data.resolve("clinic.csv"), "age\n30\n").toString();
        String schema = "unit: row\ncolumns:\n  - {name: age, type: real, min: 0, max: 100}\n";
        kernel.cell("dp_dataset", schema, "register", "clinic", file);
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
