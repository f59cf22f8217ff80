package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.Quote;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacLevel;
import org.vitrail.contract.pac.PacPrice;
import org.vitrail.magic.Samples;

/// A quote of PAC privacy in words: what is guessed, which level has least, what is not promised.
class PacQuoteViewTest {
    private static final long PRICE = 7_812_500_000L;
    private static final String REFUSAL =
            "PAC budget exceeded: dataset 'clinic' has 0.001 nats left, this request needs 0.007813";

    private static PacAccount account(long left) {
        return new PacAccount(80_000_000_000L, 80_000_000_000L - left, 0, 0, 0.7, 0.6);
    }

    private static String quote(long posteriorPercent, long room, Optional<String> refusal) {
        PacLevel dataset = new PacLevel("dataset", "clinic", account(1_000_000_000L));
        PacPrice price = new PacPrice(account(8 * PRICE), account(7 * PRICE), dataset, 2, Math.min(room, 10), 0.65);
        Quote quote = new Quote(
                new Guarantee.PacPrivacy(PRICE, 0.5, posteriorPercent / 100.0, "one row", 64),
                "answer",
                List.of(),
                "n \u00b1 3",
                2,
                List.of(),
                Samples.account(3),
                Samples.account(3),
                room,
                refusal,
                false,
                Optional.of(price));
        return ReceiptView.quote(quote, "a question", false).text();
    }

    @Test
    void quote_thatTheDatasetCannotPay_namesItWithWhatIsLeftAndOffersNone() {
        assertThat(quote(57, 0, Optional.of(REFUSAL)))
                .contains("THE BUDGET CANNOT PAY THIS")
                .contains("dataset 'clinic': 0.079 of 0.08 nats told")
                .contains("none: " + REFUSAL)
                .doesNotContain("8 like this", "such answer");
    }

    @Test
    void quote_saysWhatIsGuessedAndHowManyTheBudgetAllows() {
        assertThat(quote(57, 3, Optional.empty()))
                .contains("nats (units of information)", "whether one given unit is in it can be guessed right")
                .contains("3 such answers", "all there is room for: at most 65 %", "you could buy", "3 like this")
                .contains("--verbose shows what is not promised, the noise and what is assumed public")
                .doesNotContain("ten such", "PROMISES NOTHING");
    }

    @Test
    void quote_ofAPriceThatTellsAll_saysThatItPromisesNothing() {
        assertThat(quote(100, 3, Optional.empty())).contains("100 % instead of 50 %, WHICH PROMISES NOTHING");
    }
}
