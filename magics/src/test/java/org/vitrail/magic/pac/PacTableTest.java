package org.vitrail.magic.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.junit.jupiter.api.Test;
import org.vitrail.learning.Task;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;

class PacTableTest {
    private static PacTable table(String cap) {
        DataFrame frame = DataFrame.foldByRow("x")
                .of(IntStream.range(0, 100).mapToObj(i -> (Object) (double) i).toArray());
        return new PacTable(frame, Optional.empty(), 64, Promise.nats("a cap", cap));
    }

    /// A forest's thresholds that were paid are not paid again when its second part is asked for again.
    @Test
    void firstPart_askedAgainAfterAnInterrupt_isTheSameAndPaidOnce() {
        PacTable table = table("70%");
        Nats whole = Nats.ofFraction(1, 16);
        Nats first = Nats.ofFraction(15, 256);
        AtomicInteger asked = new AtomicInteger();
        double[] once = table.released("request", whole, () -> part(table, first, asked));
        double[] again = table.released("request", whole, () -> part(table, first, asked));
        assertThat(again).isEqualTo(once);
        assertThat(asked).hasValue(1);
        assertThat(table.spent()).isEqualTo(first);
        table.remember("request", table.answer("x", List.of("x"), once, whole));
        table.released("request", Nats.NONE, () -> part(table, new Nats(1), asked));
        assertThat(asked).as("a whole answer leaves no part behind").hasValue(2);
    }

    /// The first part alone would fit; the whole does not.
    @Test
    void answers_whoseSecondPartTheCapHasNoRoomFor_areRefusedBeforeTheFirst() {
        PacTable table = table("56%");
        Nats whole = table.cap().plus(new Nats(1));
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> table.released("request", whole, () -> part(table, Task.firstOfTwo(whole), asked)))
                .hasMessageContaining("ask for less");
        assertThat(asked).hasValue(0);
        assertThat(table.spent()).isEqualTo(Nats.NONE);
        assertThat(part(table, Task.firstOfTwo(whole), asked))
                .as("the planted order: look first")
                .hasSize(1);
    }

    private static double[] part(PacTable table, Nats charge, AtomicInteger asked) {
        asked.incrementAndGet();
        return table.release(table.outputs(half -> new double[] {half.height()}), charge, NoiseBasis.STANDARDISED);
    }
}
