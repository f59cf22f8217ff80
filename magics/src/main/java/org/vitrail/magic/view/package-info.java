/// Pure functions from the contract's records to text, HTML, SVG and Vega-Lite.
///
/// **Guarantee.** none of its own: whatever it handles was released or is the caller's own upload.
/// **Public.** every answer of the server.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md, server/adr/0082-views-as-pure-functions.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.**  only released values are drawn:Bundle → Html → ProgressView → TableView → ChartView →
/// BudgetGauge → ReceiptView
@NullMarked
package org.vitrail.magic.view;

import org.jspecify.annotations.NullMarked;
