/// Pure functions from the contract's records to text, HTML, SVG and Vega-Lite.
///
/// **Guarantee.** none of its own: only what was released is drawn; figures that are not private are marked so.
/// **Public.** every answer of the server.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md, server/adr/0082-views-as-pure-functions.md.
/// **Deviations.** none.      **Known gaps.** no PNG form of the charts.
/// **Read in this order.** Bundle → Html → ProgressView → TableView → ChartView → BudgetGauge → ReceiptView
@NullMarked
package org.vitrail.magic.view;

import org.jspecify.annotations.NullMarked;
