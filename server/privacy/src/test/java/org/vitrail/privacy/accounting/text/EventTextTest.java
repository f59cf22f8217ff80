package org.vitrail.privacy.accounting.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.REPLACE_ONE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;

class EventTextTest {
    private static PrivacyEvent read(String text, NeighbouringRelation relation) {
        return new EventReader(relation).all(EventText.parse(text));
    }

    @Test
    void parse_severalEvents_areRead() {
        PrivacyEvent event = read(
                "gaussian(sigma=2) ; laplace( scale = 10 , count=5 )\n"
                        + "repeat_and_select(event=gaussian(sigma=5, count=2), mean=10, shape=inf)",
                ADD_OR_REMOVE_ONE);
        assertThat(Term.of(event))
                .containsExactlyInAnyOrder(
                        new Term(new PrivacyEvent.Gaussian(2), 1),
                        new Term(new PrivacyEvent.Laplace(10), 5),
                        new Term(
                                new PrivacyEvent.RepeatAndSelect(
                                        new PrivacyEvent.SelfComposed(new PrivacyEvent.Gaussian(5), 2),
                                        10,
                                        Double.POSITIVE_INFINITY),
                                1));
    }

    @Test
    void read_replaceOne_seesTwoContributions() {
        assertThat(Term.of(read("gaussian(sigma=10)", REPLACE_ONE)))
                .containsExactly(new Term(new PrivacyEvent.Gaussian(5), 1));
        assertThat(Term.of(read("wor_gaussian(n=10, m=2, sigma=10)", REPLACE_ONE)))
                .containsExactly(
                        new Term(new PrivacyEvent.SampledWithoutReplacement(10, 2, new PrivacyEvent.Gaussian(10)), 1));
    }

    @Test
    void parse_garbage_isRefusedInOneLine() {
        for (String wrong : List.of(
                "", "gaussian", "gaussian(", "gaussian(sigma)", "gaussian(sigma=2", "(sigma=2)", "gaussian[sigma=2]")) {
            assertThatThrownBy(() -> read(wrong, ADD_OR_REMOVE_ONE))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .contains("event")
                    .doesNotContain("\n");
        }
    }

    @Test
    void read_outOfRange_namesFieldRangeAndValue() {
        assertThatThrownBy(() -> read("gaussian(sigma=-1)", ADD_OR_REMOVE_ONE))
                .hasMessage("sigma must be finite and > 0, got -1.0");
        assertThatThrownBy(() -> read("poisson_gaussian(q=2, sigma=1)", ADD_OR_REMOVE_ONE))
                .hasMessage("q must be in [0, 1], got 2.0");
        assertThatThrownBy(() -> read("laplace(scale=x)", ADD_OR_REMOVE_ONE))
                .hasMessage("scale must be a number, got 'x'");
        assertThatThrownBy(() -> read("laplace(scale=1, count=0.5)", ADD_OR_REMOVE_ONE))
                .hasMessageContaining("count must be a whole number");
        assertThatThrownBy(() -> read("gauss(sigma=1)", ADD_OR_REMOVE_ONE))
                .hasMessageContaining("type must be one of")
                .hasMessageEndingWith("got 'gauss'; did you mean gaussian?");
        assertThatThrownBy(() -> EventReader.relation("SWAP")).hasMessageContaining("'SWAP'");
    }

    @Test
    void parse_aSlipInAName_isSaidWithWhatWasMeant() {
        assertThatThrownBy(() -> EventText.parse("gaussian(sigm=1)"))
                .hasMessage("gaussian must have only the fields [sigma, count], got 'sigm'; did you mean sigma?");
        assertThatThrownBy(() -> EventText.parse("laplace(scale=1) gausian(sigma=1)"))
                .hasMessageEndingWith("got 'gausian'; did you mean gaussian?");
        assertThatThrownBy(() -> EventText.parse("repeat_and_select(event=gaussian(sigma=5), mean=10, shapes=1)"))
                .hasMessageEndingWith("got 'shapes'; did you mean shape?");
        assertThatThrownBy(() -> EventText.parse("gaussian(zzz=1)")).hasMessageEndingWith("got 'zzz'");
        assertThatThrownBy(() -> EventText.parse("gaussian(sigma=1, sigma=2)"))
                .hasMessage("gaussian must have each field once, got sigma twice");
        assertThatThrownBy(() -> EventTemplate.of("gaussian(sigm=?)")).hasMessageEndingWith("did you mean sigma?");
    }

    /// Every field that a type is read with may be written: no slip check refuses a right one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gaussian(sigma=2, count=3)",
                "laplace(scale=2)",
                "discrete_laplace(a=0.5, sensitivity=2)",
                "discrete_gaussian(sigma=2, sensitivity=2)",
                "poisson_gaussian(q=0.1, sigma=2)",
                "poisson_laplace(q=0.1, scale=2)",
                "wor_gaussian(n=10, m=2, sigma=2)",
                "truncated_poisson_gaussian(n=10, q=0.1, max_batch=2, sigma=2)",
                "eps_delta(eps=1, delta=1e-9)",
                "exponential(eps=1)",
                "permute_and_flip(eps=1)",
                "randomized_response(p=0.5, k=4)",
                "sparse_vector(eps=1)",
                "tree(sigma=2, steps=4)",
                "repeat_and_select(event=gaussian(sigma=5), mean=10, shape=1)",
                "poisson(q=0.1, event=gaussian(sigma=5))"
            })
    void parse_everyType_isRead(String text) {
        assertThat(Term.of(read(text, ADD_OR_REMOVE_ONE))).hasSize(1);
    }
}
