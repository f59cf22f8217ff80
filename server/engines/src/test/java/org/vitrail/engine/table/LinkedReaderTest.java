package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// Codes that several tables share.
class LinkedReaderTest {
    @TempDir
    private Path folder;

    private LinkedReader.Source source(String name, String unit, int rowsMax, Optional<String> key, String... lines)
            throws IOException {
        Path file = Files.write(folder.resolve(name), List.of(lines));
        TableSchema schema = new TableSchema(
                List.of(Column.of("x", Domain.IntegerRange.of(0, 100))), new PrivacyUnit.Person(unit, rowsMax));
        return new LinkedReader.Source(file, Format.CSV, schema, key);
    }

    private List<KeyedTable> read(List<LinkedReader.Source> sources) throws TableRefusedException {
        LinkedReader.require(sources);
        List<KeyedTable> seen = new ArrayList<>();
        LinkedReader.read(sources, Tables.MEGABYTES).map(seen::addAll);
        return seen;
    }

    private List<LinkedReader.Source> shop() throws IOException {
        return List.of(
                source("customer.csv", "c", 1, Optional.empty(), "c,x", "bob,1", "ann,2", "20,3"),
                source("orders.csv", "o_c", 2, Optional.of("o"), "o,o_c,x", "9,ann,1", ",bob,2", "20,zoe,3"),
                source("items.csv", "i_o", 2, Optional.empty(), "i_o,x", "9,1", "9,2", "9,3", "20,4"));
    }

    @Test
    void read_ofLinkedTables_givesEqualTextsOneCode() throws Exception {
        List<KeyedTable> tables = read(shop());
        KeyedTable customer = tables.getFirst();
        KeyedTable orders = tables.get(1);
        KeyedTable items = tables.get(2);
        assertThat(List.of(customer.unit(0), customer.unit(1), customer.unit(2)))
                .as("as it would have alone")
                .containsExactly(0, 1, 2);
        assertThat(orders.unit(0)).isEqualTo(customer.unit(1));
        assertThat(orders.unit(1)).isEqualTo(customer.unit(0));
        assertThat(orders.unit(2)).as("of nobody").isGreaterThan(2);
        assertThat(orders.key(1)).as("missing").isEqualTo(-1);
        assertThat(items.rows().rowCount())
                .as("two of three of order 9, one of order 20")
                .isEqualTo(3);
        assertThat(items.unit(0)).isEqualTo(orders.key(0));
        assertThat(items.unit(2)).isEqualTo(orders.key(2));
        List<KeyedTable> again = read(shop());
        for (int i = 0; i < 3; i++) {
            assertThat(again.get(2).rows().numbers(0)[i])
                    .as("the same rows at each reading")
                    .isEqualTo(items.rows().numbers(0)[i]);
        }
    }

    @Test
    void require_ofMissingFilesAndColumns_refusesBeforeARowIsRead() throws Exception {
        LinkedReader.Source keyless = source("k.csv", "c", 1, Optional.of("key"), "c,x", "secret,1");
        assertThatThrownBy(() -> LinkedReader.require(List.of(keyless)))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("'key'")
                .hasMessageNotContaining("secret");
        List<LinkedReader.Source> shop = shop();
        Files.delete(folder.resolve("items.csv"));
        assertThatThrownBy(() -> LinkedReader.require(shop))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("gone");
    }
}
