package org.vitrail.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.calibration.Budget;
import org.vitrail.privacy.accounting.calibration.Calibration;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.filter.Measure;
import org.vitrail.privacy.accounting.filter.SessionFilter;
import org.vitrail.privacy.accounting.pld.PldAccountant;
import org.vitrail.privacy.accounting.pld.PldResult;
import org.vitrail.privacy.discrete.DiscreteNoise;
import org.vitrail.privacy.noise.GaussianNoise;

/// The worked examples of the packages' documentation: the code between `example` and `end` is the documented
/// code, and it does what the documentation says.
class WorkedExamplesTest {
    private static final Path MAIN = Path.of("src/main/java/org/vitrail/privacy");
    private static final Path SELF = Path.of("src/test/java/org/vitrail/privacy/WorkedExamplesTest.java");

    @Test
    void accounting_twentyFiveCounts_costAsDocumented() {
        // example accounting
        MuSquared each = GaussianAccountant.charge(1, 10.0);
        double epsilon = GaussianAccountant.epsilon(1e-6, each.times(25));
        // end
        assertThat(each.approximate()).isEqualTo(0.01);
        assertThat(epsilon).isBetween(2.2, 2.3);
    }

    @Test
    void calibration_oneGaussian_noiseAsDocumented() {
        // example accounting/calibration
        Budget budget = new Budget(1, 1e-5, NeighbouringRelation.ADD_OR_REMOVE_ONE);
        Calibration calibration = new Calibration(budget, new GdpAccountant());
        double sigma = calibration.smallestNoise(PrivacyEvent.Gaussian::new).orElseThrow();
        // end
        assertThat(sigma).isBetween(3.73, 3.74);
    }

    @Test
    void filter_threeRequests_decidedAsDocumented() {
        // example accounting/filter
        SessionFilter session =
                SessionFilter.equalShares(NeighbouringRelation.ADD_OR_REMOVE_ONE, 1, 1e-6, List.of(new Measure.Gdp()));
        boolean first = session.request(new PrivacyEvent.Gaussian(10));
        boolean second = session.request(new PrivacyEvent.Gaussian(1));
        boolean third = session.request(new PrivacyEvent.Gaussian(10));
        // end
        assertThat(List.of(first, second, third)).containsExactly(true, false, true);
    }

    @Test
    void pld_sampledGaussians_boundsAsDocumented() {
        // example accounting/pld
        PrivacyEvent step = new PrivacyEvent.PoissonSampled(0.01, new PrivacyEvent.Gaussian(1.0));
        PldResult epsilon = PldAccountant.epsilon(
                new PrivacyEvent.SelfComposed(step, 100), NeighbouringRelation.ADD_OR_REMOVE_ONE, 1e-5);
        // end
        assertThat(epsilon.bound()).isBetween(0.717, 0.719);
        assertThat(epsilon.lower()).isLessThan(epsilon.bound());
    }

    @Test
    void noise_twoCounts_getNoise() {
        // example noise
        long[] noisy = GaussianNoise.secure().addTo(new long[] {40, 2}, 3.5);
        // end
        assertThat(noisy).hasSize(2);
        assertThat((double) noisy[0] - 40).isBetween(-35.0, 35.0); // ten deviations: never, but for 1e-22
    }

    @Test
    void discrete_twoCounts_getNoise() {
        // example discrete
        long[] noisy = DiscreteNoise.secure().addLaplace(new long[] {40, 2}, 3, 2);
        // end
        assertThat(noisy).hasSize(2);
        assertThat((double) noisy[0] - 40).isBetween(-90.0, 90.0); // sixty scales: never, but for 1e-26
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounting",
                "accounting/calibration",
                "accounting/filter",
                "accounting/pld",
                "noise",
                "discrete"
            })
    void documentation_ofPackage_holdsTheCodeThatRunsHere(String name) throws IOException {
        String documented = block(MAIN.resolve(name + "/package-info.java"), "/// ```java", "/// ```");
        String run = block(SELF, "        // example " + name, "        // end");
        assertThat(documented).isNotEmpty().isEqualTo(run);
    }

    /// The lines between two, without comment marks and white space.
    private static String block(Path file, String first, String last) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = lines.indexOf(first);
        assertThat(from).as("'%s' in %s", first, file).isNotNegative();
        return lines.stream()
                .skip(from + 1)
                .takeWhile(line -> !line.equals(last))
                .map(line -> line.replaceFirst("^/// ", "").replaceAll("\\s", ""))
                .collect(Collectors.joining());
    }
}
