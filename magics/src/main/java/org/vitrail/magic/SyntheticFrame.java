package org.vitrail.magic;

import java.util.Optional;
import org.dflib.ColumnDataFrame;
import org.dflib.Index;
import org.dflib.Series;
import org.vitrail.contract.Receipt;

/// A released synthetic table: a DFLib data frame that knows what it cost and how good it is. Whatever is computed
/// from it costs no more privacy.
public final class SyntheticFrame extends ColumnDataFrame {
    private final Index names;
    private final Receipt receipt;
    private final Optional<String> reportJson;

    /// Joins rows and receipt.
    ///
    /// @param columns of equal length, in the order of `index`
    /// @param reportJson the quality report, if the server made one
    public SyntheticFrame(Index index, Series<?>[] columns, Receipt receipt, Optional<String> reportJson) {
        super(receipt.spec().dataset() + " (synthetic)", index, columns);
        this.names = index;
        this.receipt = receipt;
        this.reportJson = reportJson;
    }

    /// What was released, what it cost and what it promises.
    public Receipt receipt() {
        return receipt;
    }

    /// How good the synthetic table is: computed from the release alone; with `--owner-report`, for the dataset's
    /// owner,
    /// also from the private rows, and then not private.
    ///
    /// @throws MagicFailure if the server made none
    public SynthesisReport report() {
        return new SynthesisReport(
                reportJson.orElseThrow(() -> new MagicFailure("this release came without a quality report")));
    }

    /// The same rows with another report.
    SyntheticFrame with(String anotherReportJson) {
        Series<?>[] columns = new Series<?>[width()];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = getColumn(j);
        }
        return new SyntheticFrame(names, columns, receipt, Optional.of(anotherReportJson));
    }

    Optional<String> reportJson() {
        return reportJson;
    }
}
