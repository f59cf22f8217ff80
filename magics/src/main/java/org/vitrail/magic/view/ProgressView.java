package org.vitrail.magic.view;

import java.util.Locale;
import org.vitrail.contract.job.JobEvent;

/// The progress bar, drawn again and again in place.
public final class ProgressView {
    private static final int WIDTH = 30;

    private ProgressView() {}

    /// A running job.
    ///
    /// @param title what is being made
    /// @param step how far it is; anything outside its range is drawn at the nearest bound
    /// @param secondsSpent since the start
    public static Bundle running(String title, JobEvent.Progress step, double secondsSpent) {
        double fraction = Double.isFinite(step.fraction()) ? Math.clamp(step.fraction(), 0, 1) : 0;
        String rate = secondsSpent > 0.5 && fraction > 0
                ? String.format(Locale.ROOT, ", %.1f %%/s", 100 * fraction / secondsSpent)
                : "";
        // An estimate that has run out while there is work left is no estimate.
        String left = step.secondsLeft() >= 0.05 ? ", about " + Html.duration(step.secondsLeft()) + " left" : "";
        String times = Html.duration(secondsSpent) + rate + left;
        return bar(fraction, title + ": " + step.stage() + " (" + times + ")");
    }

    /// The bar's last state.
    ///
    /// @param line what became of the job
    public static Bundle ended(double fraction, String line) {
        return bar(fraction, line);
    }

    private static Bundle bar(double fraction, String line) {
        int filled = (int) Math.round(fraction * WIDTH);
        String percent = String.format(Locale.ROOT, "%3.0f%%", 100 * fraction);
        String text = "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + percent + "  " + line;
        String html = "<div style=\"font-size:13px\"><progress value=\""
                + String.format(Locale.ROOT, "%.3f", fraction)
                + "\" max=\"1\" style=\"width:16em;vertical-align:middle\"></progress> <span>"
                + Html.escape(percent.strip() + "  " + line) + "</span></div>";
        return Bundle.of(text, html);
    }
}
