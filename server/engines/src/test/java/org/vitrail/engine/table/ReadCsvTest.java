package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

class ReadCsvTest {
    private static final TableSchema SCHEMA =
            Tables.schema(Tables.age().orMissing(), Tables.city("Ulm", "a,b", "say \"hi\"", "two\nlines", "007"));

    @TempDir
    private Path folder;

    private Table read(String text) throws Exception {
        return Tables.read(Tables.write(folder, text), Format.CSV, SCHEMA);
    }

    private void refuses(byte[] bytes, String line) throws Exception {
        Path file = Tables.write(folder, bytes);
        assertThatThrownBy(() -> Tables.read(file, Format.CSV, SCHEMA))
                .isInstanceOf(TableRefusedException.class)
                .hasNoCause()
                .hasMessageContaining(line)
                .hasMessageNotContaining("canary");
    }

    private void refuses(String text, String line) throws Exception {
        refuses(text.getBytes(StandardCharsets.UTF_8), line);
    }

    @Test
    void csv_quotesCommasAndLineBreaks_areRead() throws Exception {
        Table table = read("age,city\n1,\"a,b\"\n2,\"say \"\"hi\"\"\"\n3,\"two\nlines\"\n4,Ulm\n5,007\n");
        assertThat(table.codes(1)).containsExactly(1, 2, 3, 0, 4);
        assertThat(table.numbers(0)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void csv_byteOrderMarkAndCarriageReturns_areDropped() throws Exception {
        Table table = read("\ufeffage,city\r\n1,Ulm\r\n2,007\r\n");
        assertThat(table.codes(1)).containsExactly(0, 4);
        assertThat(table.numbers(0)).containsExactly(1, 2);
    }

    @Test
    void csv_missingCells_areMissing() throws Exception {
        Table table = read("age,city\n,Ulm\n\"\",Ulm\nnan,Ulm\n NaN ,Ulm\n3,");
        assertThat(table.numbers(0)).containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 3);
        assertThat(table.codes(1)).containsExactly(0, 0, 0, 0, 0); // not nullable: the first category
    }

    @Test
    void csv_columnsInAnotherOrderAndMore_areFoundByName() throws Exception {
        Table table = read("x,city,\"age\"\nq,007,8\n");
        assertThat(table.numbers(0)).containsExactly(8);
        assertThat(table.codes(1)).containsExactly(4);
    }

    @Test
    void csv_headerOnly_isAnEmptyTable() throws Exception {
        assertThat(read("age,city\n").rowCount()).isZero();
        assertThat(read("age,city").rowCount()).isZero();
    }

    @Test
    void csv_lineOfAMegabyte_isRead() throws Exception {
        String blown = "x".repeat(1_000_000);
        assertThat(read("age,city,x\n1,Ulm," + blown + "\n2,007," + blown + "\n")
                        .codes(1))
                .containsExactly(0, 4);
    }

    @Test
    void csv_lineOfThreeMegabytes_isRefused() throws Exception {
        refuses("age,city,x\n1,Ulm," + "canary".repeat(500_000) + "\n", "cannot be read as CSV");
    }

    @Test
    void csv_moreOrFewerFieldsThanTheHeader_isRefused() throws Exception {
        refuses("age,city\n1,Ulm\n2,Ulm,canary\n", "every row must have as many fields as the header");
        refuses("age,city\n1,Ulm\ncanary\n", "every row must have as many fields as the header");
    }

    @Test
    void csv_openQuote_isRefused() throws Exception {
        refuses("age,city\n1,\"canary\n2,Ulm\n", "cannot be read as CSV");
    }

    @Test
    void csv_notUtf8_isRefused() throws Exception {
        byte[] latin = "age,city\n1,M\u00fcnchen canary\n".getBytes(StandardCharsets.ISO_8859_1);
        refuses(latin, "not UTF-8");
        refuses("\u00e4ge,city\n1,Ulm\n".getBytes(StandardCharsets.ISO_8859_1), "header is not UTF-8");
    }

    @Test
    void csv_headerThatNamesAColumnTwiceOrNot_isRefused() throws Exception {
        refuses("age,city,canary,canary\n1,Ulm,2,3\n", "two columns of the file have the same name");
        refuses("age,,city\n1,2,Ulm\n", "name is empty");
        refuses("", "name is empty");
        refuses(
                "age\n1\n",
                "expected columns 'age', 'city' (declared), the file's first line has 1 field of which 1 matches, without"
                        + " 'city'; a CSV needs a header line");
        refuses("AGE,city \n1,Ulm\n", "2 fields of which 0 match (2 more but for case or blanks)");
        refuses("age,\"city\n1,Ulm\n", "quote that is not closed");
        refuses("a".repeat(1 << 21), "longer than 1 MiB");
    }

    /// A file without a header line shows its first row where names are expected.
    @Test
    void csv_withoutAHeaderLine_isRefusedWithoutItsFirstRow() throws Exception {
        refuses(
                "41,canary Ulm,canary7,city\n42,Bonn,canary8,x\n",
                "expected columns 'age', 'city' (declared), the file's first line has 4 fields of which 1 matches, without"
                        + " 'age'; a CSV needs a header line; correct the schema or the file");
    }
}
