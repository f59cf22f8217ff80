package org.vitrail.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.quality.QualityReports;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.release.Sensitive;
import org.vitrail.provider.xgboost.XgboostJudge;

/// Times both reports on a test data set and prints the owner's. The "synthetic" rows are held-out real ones: what
/// a
/// perfect synthesizer would give.
///
/// Arguments: data set, synthetic rows, factor by which the private rows are repeated.
public final class ReportBench {
    private ReportBench() {}

    /// The program; see the type.
    public static void main(String[] arguments) {
        BenchTables data = BenchTables.named(arguments.length > 0 ? arguments[0] : "adult");
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        int factor = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        int n = data.train().rowCount();
        Table rowsPrivate =
                data.train().rows(IntStream.range(0, n * factor).map(i -> i % n).toArray());
        Table synthetic = data.test().rows(IntStream.range(0, rows).toArray());
        PrivacyBox box = new PrivacyBox(
                "one row",
                "add or remove one",
                Optional.of(1.0),
                Optional.of(data.delta()),
                Optional.of(GaussianAccountant.cap(1, data.delta()).pico()),
                "none: held-out real rows",
                List.of(),
                "none",
                List.of(),
                "bench",
                Map.of());
        PrintStream out = System.out;
        long start = System.nanoTime();
        QualityReports.publicReport(synthetic, box);
        long between = System.nanoTime();
        QualityReport owner = QualityReports.ownerReport(
                        Sensitive.of(rowsPrivate),
                        Optional.empty(),
                        synthetic,
                        Optional.of(data.label()),
                        box,
                        XgboostJudge.fast(1),
                        7)
                .notPrivate();
        long end = System.nanoTime();
        print(owner, out);
        out.printf(
                Locale.ROOT,
                "%d private, %d synthetic rows: public report %.2f s, owner's report %.2f s%n",
                rowsPrivate.rowCount(),
                rows,
                (between - start) * 1e-9,
                (end - between) * 1e-9);
    }

    private static void print(QualityReport report, PrintStream out) {
        for (Figure figure : report.figures()) {
            out.printf(
                    Locale.ROOT,
                    "%-26s %8.4f  %s  [%s]%n",
                    figure.name(),
                    figure.value(),
                    figure.beside(),
                    figure.status());
        }
        for (ColumnReport column : report.columns()) {
            out.print(column.name());
            column.figures().forEach(f -> out.printf(Locale.ROOT, "  %s %.4g", f.name(), f.value()));
            out.println();
        }
        report.notes().forEach(note -> out.println("note: " + note));
    }
}
