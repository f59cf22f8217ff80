package org.vitrail.magic.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.magic.Samples;

class UnlinkedTest {
    private static final List<DatasetView> SEEN = List.of(Samples.dataset("clinic"), Samples.dataset("orders"));

    @Test
    void hint_aboutATableThatIsSeenAndNotLinked_namesIt() {
        assertThat(Unlinked.hint("SELECT count(*) FROM clinic JOIN Orders ON a = b", "clinic", SEEN))
                .hasValueSatisfying(line -> assertThat(line).startsWith("'orders' is registered, but not linked"));
    }

    /// Whoever may not see a dataset is not told that there is one.
    @Test
    void hint_aboutOtherNames_isEmpty() {
        assertThat(Unlinked.hint("SELECT count(*) FROM clinic JOIN secret ON a = b", "clinic", SEEN))
                .isEmpty();
        assertThat(Unlinked.hint("SELECT count(*) FROM clinic", "clinic", SEEN)).isEmpty();
        assertThat(Unlinked.hint("SELECT count(*) FROM clinic WHERE sex = 'from orders'", "clinic", SEEN))
                .isEmpty();
    }
}
