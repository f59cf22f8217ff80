package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.magic.client.EmbeddedServer;
import org.vitrail.magic.view.CurveView;
import org.vitrail.magic.view.CurveView.Curve;

/// `%dp_account` and `%dp_calibrate`, without any server.
class PlanMagicsTest {
    @TempDir
    Path data;

    private TestKernel kernel;
    private VitrailExtension extension;

    @BeforeEach
    void start() {
        kernel = new TestKernel();
        extension = new VitrailExtension(new EmbeddedServer(data, Optional.empty(), Duration.ofSeconds(5)));
        extension.install(kernel);
    }

    @AfterEach
    void stop() {
        extension.uninstall(kernel);
        kernel.close();
    }

    @Test
    void account_onePlan_showsEveryBoundAndACurve() throws Exception {
        PlanCost cost = (PlanCost) kernel.run(
                "dp_account", "poisson_gaussian(q=0.01,", "sigma=4,", "count=1000)", "-d", "1e-5", "-o", "c");
        assertThat(cost.epsilons()).containsKeys("rdp", "pld");
        assertThat(cost.epsilon()).isBetween(0.2, 0.32);
        assertThat(cost.epsilons().values()).allMatch(epsilon -> epsilon >= cost.epsilon());
        assertThat(cost.curves().getFirst().points()).hasSize(8);
        assertThat(cost.curves().getFirst().points().getLast().y()).isEqualTo(cost.epsilon());
        assertThat(kernel.text()).contains("What the plan costs", "the least", "share of the steps", "of 100 who are");
        assertThat(kernel.displayed).anyMatch(d -> d.getData(MIMEType.IMAGE_SVG) != null);
        assertThat(kernel.evaluated).singleElement().asString().startsWith("org.vitrail.magic.PlanCost c");
    }

    @Test
    void account_pureDelta_isTheSum() throws Exception {
        PlanCost cost = (PlanCost) kernel.run("dp_account", "laplace(scale=2, count=4)", "--delta", "0");
        assertThat(cost.epsilon()).isBetween(2.0, 2 + 1e-12);
        assertThat(cost.accountant()).isEqualTo("sum");
    }

    @Test
    void account_gaussianWithoutDelta_saysInfinite() throws Exception {
        PlanCost cost = (PlanCost) kernel.run("dp_account", "gaussian(sigma=2)", "--delta", "0", "--plot", "profile");
        assertThat(cost.epsilon()).isInfinite();
        assertThat(cost.advantageAtMost()).isEqualTo(1);
        assertThat(kernel.text()).contains("∞");
    }

    @Test
    void account_mistakes_nameRangeAndValue() {
        assertFailure("sigma must be finite and > 0, got -1.0", "dp_account", "gaussian(sigma=-1)");
        assertFailure("delta must be in [0, 1), got 2.0", "dp_account", "gaussian(sigma=1)", "--delta", "2");
        assertFailure("relation must be", "dp_account", "gaussian(sigma=1)", "--relation", "SWAP");
        assertFailure("--plot must be", "dp_account", "gaussian(sigma=1)", "--plot", "pie");
        assertFailure("such as gaussian(sigma=2)", "dp_account");
        assertFailure(
                "gaussian must have only the fields [sigma, count], got 'sigm'; did you mean sigma?",
                "dp_account",
                "gaussian(sigm=1)");
        assertFailure("got 'gauss'; did you mean gaussian?", "dp_account", "gauss(sigma=1)");
        assertFailure("did you mean sigma?", "dp_calibrate", "gaussian(sigm=?)", "-e", "1");
        assertFailure("TreeAggregation", "dp_account", "tree(sigma=1, steps=3)");
        assertFailure("exactly one open number", "dp_calibrate", "gaussian(sigma=1)", "--epsilon", "1");
        assertFailure("--epsilon", "dp_calibrate", "gaussian(sigma=?)");
        assertFailure("? must stand for", "dp_calibrate", "discrete_gaussian(sigma=1, sensitivity=?)", "-e", "1");
        assertFailure("no count meets epsilon", "dp_calibrate", "gaussian(sigma=0.1, count=?)", "--epsilon", "0.1");
    }

    private void assertFailure(String part, String magic, String... arguments) {
        assertThatThrownBy(() -> kernel.run(magic, arguments))
                .as(magic + List.of(arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining(part);
    }

    @Test
    void calibrate_eachField_meetsTheBudgetClosely() throws Exception {
        for (String plan : List.of(
                "gaussian(sigma=?)",
                "gaussian(sigma=20, count=?)",
                "laplace(scale=?, count=3)",
                "discrete_laplace(a=?, sensitivity=2)",
                "eps_delta(eps=?, count=10)",
                "exponential(eps=0.01, count=?)")) {
            CalibratedPlan answer = (CalibratedPlan) kernel.run("dp_calibrate", plan, "-e", "1", "--no-plot");
            assertThat(answer.epsilon()).as(plan).isLessThanOrEqualTo(1);
            if (!answer.field().equals("count")) {
                assertThat(answer.epsilon()).as(plan).isGreaterThan(1 - 1e-5);
            }
            assertThat(answer.curves()).isEmpty();
        }
        assertThat(kernel.text()).contains("What the budget allows");
    }

    @Test
    void help_ofBoth_hasExamples() throws Exception {
        kernel.run("dp_account", "--help");
        kernel.run("dp_calibrate", "--help");
        assertThat(kernel.text())
                .contains("%dp_account poisson_gaussian(q=0.01, sigma=1.1, count=1000) --delta 1e-5")
                .contains("%dp_calibrate poisson_gaussian(q=0.01, sigma=?, count=1000)");
    }

    @Test
    void curve_hostileAndInfinite_isDrawnSafely() {
        Curve curve = new Curve(
                "<script>",
                "\"x",
                "y",
                List.of(new Curve.Point(0, Double.POSITIVE_INFINITY), new Curve.Point(1, 2), new Curve.Point(2, 2)));
        String svg = String.valueOf(CurveView.of(curve).forms().get("image/svg+xml"));
        assertThat(svg).contains("&lt;script&gt;").doesNotContain("<script>").doesNotContain("NaN", "Infinity");
        assertThat(CurveView.of(curve).text()).contains("∞");
    }
}
