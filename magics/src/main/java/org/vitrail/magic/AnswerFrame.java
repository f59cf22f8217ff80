package org.vitrail.magic;

import org.dflib.ColumnDataFrame;
import org.dflib.Index;
import org.dflib.Series;
import org.vitrail.contract.Receipt;

/// The answer to a query: a table that carries its receipt. It was released; whatever is computed from it
/// costs nothing more.
public final class AnswerFrame extends ColumnDataFrame {
    private final Receipt receipt;

    /// Joins rows and receipt.
    ///
    /// @param columns of equal length, in the order of `index`
    public AnswerFrame(Index index, Series<?>[] columns, Receipt receipt) {
        super(receipt.spec().dataset() + " (answer)", index, columns);
        this.receipt = receipt;
    }

    /// What was released, what it cost and what it promises.
    public Receipt receipt() {
        return receipt;
    }
}
