package org.vitrail.magic;

import java.util.Optional;
import org.dflib.ColumnDataFrame;
import org.dflib.Index;
import org.dflib.Series;
import org.vitrail.contract.Receipt;

/// A released synthetic table: a DFLib data frame that knows what it cost and how good it is. Whatever is computed
/// from it costs no more privacy.
public final class SyntheticFrame extends ColumnDataFrame {
    private final Receipt receipt;
    private final Optional<String> reportJson;

    /// Joins rows and receipt.
    ///
    /// @param columns of equal length, in the order of `index`
    /// @param reportJson the quality report, if the server made one
    public SyntheticFrame(Index index, Series<?>[] columns, Receipt receipt, Optional<String> reportJson) {
        super(receipt.spec().dataset() + " (synthetic)", index, columns);
        this.receipt = receipt;
        this.reportJson = reportJson;
    }

    /// What was released, what it cost and what it promises.
    public Receipt receipt() {
        return receipt;
    }

    /// How close the synthetic table is to the real one.
    ///
    /// @throws MagicFailure if the server made none
    public SynthesisReport report() {
        return new SynthesisReport(
                reportJson.orElseThrow(() -> new MagicFailure("this release came without a quality report")));
    }

    Optional<String> reportJson() {
        return reportJson;
    }
}
