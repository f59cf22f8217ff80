package org.vitrail.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.Json;

class TableLinkTest {
    private static final TableLink LINK = new TableLink("o_custkey", "customer", "c_custkey");

    private static RegisterDataset orders(PrivacyUnit unit, Optional<PacTerms> pac, TableLink link) {
        return new RegisterDataset(
                "orders",
                RegisterDataset.Format.CSV,
                Optional.of(new TableSchema(List.of(Column.of("total", Domain.RealRange.of(0, 9))), unit)),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                pac,
                Optional.of(link));
    }

    @Test
    void read_ofColumnTableKey_givesThem() {
        assertThat(TableLink.read("o_custkey=customer.c_custkey")).isEqualTo(LINK);
        assertThat(LINK.describe()).isEqualTo("o_custkey is customer.c_custkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o_custkey", "o_custkey=customer", "o.custkey", "=customer.c_custkey", "a=.k", "a=t."})
    void read_ofAnythingElse_isRefused(String typed) {
        assertThatThrownBy(() -> TableLink.read(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("COLUMN=TABLE.KEY");
    }

    @Test
    void declaration_withoutALink_isReadAsBefore() {
        RegisterDataset linked = orders(new PrivacyUnit.Person("o_custkey", 4), Optional.empty(), LINK);
        String text = Json.text(linked);
        assertThat(Json.read(text, RegisterDataset.class)).isEqualTo(linked);
        String older = text.replaceFirst("\"link\":\\{[^}]*\\},", "");
        assertThat(older).isNotEqualTo(text);
        assertThat(Json.read(older, RegisterDataset.class).link()).isEmpty();
    }

    @Test
    void declaration_whoseLinkCannotHold_isRefused() {
        PrivacyUnit unit = new PrivacyUnit.Person("o_custkey", 4);
        assertThatThrownBy(() -> orders(new PrivacyUnit.Row(), Optional.empty(), LINK))
                .hasMessageContaining("--unit o_custkey --rows-max M");
        assertThatThrownBy(() -> orders(new PrivacyUnit.Person("total_key", 4), Optional.empty(), LINK))
                .hasMessageContaining("--unit o_custkey --rows-max M");
        assertThatThrownBy(() -> orders(unit, Optional.of(new PacTerms(1, 10)), LINK))
                .hasMessageContaining("has no PAC cap");
        assertThatThrownBy(() -> orders(unit, Optional.empty(), new TableLink("o_custkey", "Orders", "k")))
                .hasMessageContaining("got itself");
    }
}
