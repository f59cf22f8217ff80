/// Pure functions from the contract's records to text, HTML, Vega-Lite, SVG and PNG.
///
/// **Guarantee.** none of its own: only what was released is drawn; figures that are not private are marked so.
/// **Public.** every answer of the server.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md, server/adr/0082-views-as-pure-functions.md, 0083.
/// **Deviations.** none.      **Known gaps.** the report's bars have no PNG form: a front end
/// without HTML shows its text.
/// **Read in this order.** Bundle → Html → ProgressView → TableView → ChartView → BarChart → BudgetGauge →
/// ReceiptView
/// → CertificateView
@NullMarked
package org.vitrail.magic.view;

import org.jspecify.annotations.NullMarked;
