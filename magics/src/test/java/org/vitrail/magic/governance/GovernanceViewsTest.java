package org.vitrail.magic.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.magic.Samples;
import org.vitrail.magic.view.Bundle;

class GovernanceViewsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T06:00:00Z");

    @ParameterizedTest
    @CsvSource({"90m, 5400", "12h, 43200", "7d, 604800", "1w2d, 777600", "1d12h, 129600", "30s, 30"})
    void seconds_ofATime_areWhole(String typed, long seconds) {
        assertThat(TimeWords.seconds("--expires", typed)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "7 d", "-1d", "1.5h", "7days", "1M", "9999999999d", "٣d"})
    void seconds_ofAnythingElse_areRefusedInOneLine(String typed) {
        assertThatThrownBy(() -> TimeWords.seconds("--expires", typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("90m, 12h, 7d or 1d12h expected")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T06:00:30Z, just now",
        "2026-11-26T05:59:01Z, just now",
        "2026-11-26T05:59:00Z, 1 min ago",
        "2026-11-26T05:00:01Z, 59 min ago",
        "2026-11-26T05:00:00Z, 1 h ago",
        "2026-11-24T06:00:01Z, 47 h ago",
        "2026-11-24T06:00:00Z, 2 days ago"
    })
    void age_ofATime_isInWords(String at, String words) {
        assertThat(TimeWords.age(at, NOW)).isEqualTo(words);
    }

    @Test
    void releases_golden_text() {
        Bundle view = ReleasesView.releases(
                "clinic",
                List.of(Samples.summary("0123456789", "ann", true), Samples.summary("r-0", "ben", false)),
                Optional.empty(),
                true,
                NOW);
        assertThat(view.text()).isEqualTo("""
                Releases of dataset 'clinic' that your project has
                release   mechanism  rows  ε     δ    μ²  engine  columns\
                  options         age  by   notebook  replayed  data
                01234567  marginals     3  1  1e-6  0.03  auto    all\
                               2 days ago  ann  nb               2  current
                r-0       marginals     3  1  1e-6  0.03  auto    all\
                               2 days ago  ben  nb               2  replaced since
                run the same %dp_synthesize to get one again at no cost, or %dp_releases clinic --get 01234567 -o table""");
    }

    @Test
    void releases_many_showTheNewestTwentyAndSayHowManyMore() {
        List<ReleaseSummary> many = IntStream.range(0, 25)
                .mapToObj(i -> Samples.summary("release" + i, "ann", i != 3))
                .toList();
        String text = ReleasesView.releases("clinic", many, Optional.empty(), false, NOW)
                .text();
        assertThat(text).contains("release0").doesNotContain("release3").contains("not shown: 4 older, 1 of rows");
        assertThat(ReleasesView.releases("clinic", many, Optional.empty(), true, NOW)
                        .text()
                        .lines())
                .hasSize(25 + 3);
        assertThat(ReleasesView.releases("clinic", List.of(), Optional.empty(), false, NOW)
                        .text())
                .endsWith("none yet");
    }
}
