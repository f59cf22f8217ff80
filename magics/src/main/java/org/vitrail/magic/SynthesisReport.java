package org.vitrail.magic;

import org.vitrail.magic.view.ReportView;

/// A quality report, shown as a table where it is the value of a cell.
///
/// @param json the figures
public record SynthesisReport(String json) {
    @Override
    public String toString() {
        return ReportView.report(json).text();
    }
}
