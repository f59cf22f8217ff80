package org.vitrail.magic;

import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.wire.Json;
import org.vitrail.magic.view.ReportView;

/// A quality report, shown as tables and charts where it is the value of a cell.
///
/// @param json the report as the server sent it
public record SynthesisReport(String json) {
    /// The figures.
    ///
    /// @throws IllegalArgumentException if the server is of another version
    public QualityReport quality() {
        return Json.read(json, QualityReport.class);
    }

    @Override
    public String toString() {
        return ReportView.report(json).text();
    }
}
