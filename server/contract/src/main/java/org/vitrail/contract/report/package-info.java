/// What is said of a synthetic table's quality, and with which right.
///
/// **Guarantee.** a report of level `PUBLIC` cannot hold a figure that is not private: its constructor refuses.
/// **Public.** figures with status `PRIVATE_RELEASE` or `PAID`.   **Private.** figures with status `NOT_PRIVATE`.
/// **Source.** reference section 16; server/adr/0041-quality-report.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** QualityReport → Figure → FigureStatus → ColumnReport → PrivacyBox.
@NullMarked
package org.vitrail.contract.report;

import org.jspecify.annotations.NullMarked;
