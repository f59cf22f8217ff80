package org.vitrail.privacy.accounting.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.REPLACE_ONE;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        assertThatThrownBy(() -> read("gauss(sigma=1)", ADD_OR_REMOVE_ONE)).hasMessageContaining("type must be one of");
        assertThatThrownBy(() -> EventReader.relation("SWAP")).hasMessageContaining("'SWAP'");
    }
}
