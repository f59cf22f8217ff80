package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosteriorSuccessTest {
    @ParameterizedTest
    @CsvSource({
        "1,1024,.52209349,.26929563,.11351408,.01470520,.01201160",
        "1,512,.53123982,.27737820,.11925799,.01682656,.01392270",
        "1,256,.54416538,.28889448,.12752236,.01998952,.01678700",
        "1,128,.56241848,.30534491,.13948400,.02477454,.02114638",
        "1,64,.58815738,.32891619,.15692594,.03213294,.02789522",
        "1,16,.67490947,.41168728,.22070483,.06199347,.05560252",
        "1,4,.83789308,.58378878,.36432607,.14057378,.12959176",
        "1,2,.95181125,.72692623,.49505075,.22177869,.20681853",
        "1,1,1,.91439559,.68921723,.35729057,.33668592",
        "2,1,1,1,.95112376,.58103092,.55316609",
        "4,1,1,1,1,.92582215,.89393167"
    })
    void bound_ofTheReferenceTable_agreesToItsDigits(
            long numerator,
            long denominator,
            double half,
            double quarter,
            double tenth,
            double hundredth,
            double small) {
        Nats beta = Nats.ofFraction(numerator, denominator);
        assertThat(PosteriorSuccess.bound(beta)).isCloseTo(half, within(6e-9));
        assertThat(PosteriorSuccess.bound(beta, .25)).isCloseTo(quarter, within(6e-9));
        assertThat(PosteriorSuccess.bound(beta, .1)).isCloseTo(tenth, within(6e-9));
        assertThat(PosteriorSuccess.bound(beta, .01)).isCloseTo(hundredth, within(6e-9));
        assertThat(PosteriorSuccess.bound(beta, 1 / 128.0)).isCloseTo(small, within(6e-9));
    }

    @ParameterizedTest
    @CsvSource({
        ".51,.0002000133",
        ".55,.0050083668",
        ".56,.0072173803",
        ".60,.0201355136",
        ".70,.0822828785",
        ".80,.1927447570",
        ".90,.3680642072",
        ".95,.4946319372",
        ".99,.6371456462"
    })
    void allowing_ofTheReferenceTable_agreesToItsDigits(double success, double nats) {
        assertThat(PosteriorSuccess.allowing(success, .5).exact().doubleValue()).isCloseTo(nats, within(6e-11));
    }

    @ParameterizedTest
    @CsvSource({"1,.562418", "2,.588157", "5,.638837", "10,.695023", "20,.771960", "50,.910007", "88,.999319", "89,1"})
    void bound_afterManyAnswers_addsUp(long answers, double success) {
        assertThat(PosteriorSuccess.bound(Nats.ofFraction(1, 128).times(answers)))
                .isCloseTo(success, within(6e-7));
    }

    @Test
    void allowing_thenBound_staysOnTheSafeSide() {
        for (double prior : new double[] {.5, .25, 1 / 128.0, .9}) {
            for (double share = 1e-6; share < 1; share *= 3) {
                double success = prior + share * (1 - prior);
                Nats allowed = PosteriorSuccess.allowing(success, prior);
                double exactly = PosteriorSuccess.divergence(success, prior);
                assertThat(allowed.exact()).isLessThanOrEqualTo(new BigDecimal(exactly));
                assertThat(PosteriorSuccess.bound(allowed.plus(Nats.atLeast(new BigDecimal("1e-14"))), prior))
                        .isGreaterThanOrEqualTo(Math.min(1, success - 1e-7));
            }
        }
    }

    @Test
    void bound_ofMore_isNeverLess() {
        double before = .5;
        for (long femto = 1; femto < Nats.ofFraction(1, 1).femto(); femto *= 2) {
            double now = PosteriorSuccess.bound(new Nats(femto));
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(PosteriorSuccess.bound(Nats.atLeast(new BigDecimal(Math.log(2)))))
                .isEqualTo(1);
        assertThat(PosteriorSuccess.bound(Nats.ofFraction(693, 1000))).isLessThan(1);
    }

    @Test
    void answers_ofACap_areCountedDown() {
        Nats cap = PosteriorSuccess.allowing(.7, .5);
        assertThat(PosteriorSuccess.answers(cap, Nats.ofFraction(1, 128))).isEqualTo(10);
    }

    @Test
    void arguments_outOfRange_areRefused() {
        assertThatThrownBy(() -> PosteriorSuccess.allowing(.5, .5)).hasMessageContaining("above the prior 0.5");
        assertThatThrownBy(() -> PosteriorSuccess.bound(Nats.NONE, 1)).hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> new Nats(-1)).hasMessageContaining(">= 0");
        assertThatThrownBy(() -> Nats.atMost(new BigDecimal("10000"))).hasMessageContaining("9223");
    }

    @Test
    void amounts_ofFractions_areRoundedAsSaid() {
        assertThat(Nats.ofFraction(1, 128)).hasToString("0.0078125 nats");
        assertThat(Nats.ofFraction(1, 3).femto()).isEqualTo(333_333_333_333_333L);
        assertThat(Nats.atLeast(new BigDecimal("1e-16")).femto()).isEqualTo(1);
        assertThat(Nats.atMost(new BigDecimal("1e-16")).femto()).isZero();
        assertThat(Nats.ofFraction(1, 3).roundedDown())
                .isLessThan(Nats.ofFraction(1, 3).roundedUp());
    }
}
