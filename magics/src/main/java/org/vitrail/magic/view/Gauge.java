package org.vitrail.magic.view;

import java.util.List;
import java.util.Locale;
import org.vitrail.contract.Account;

/// One account as a bar: what is spent, reserved, kept for accounts below, and what one more request would take.
final class Gauge {
    private static final int CHARACTERS = 40;
    private static final int PIXELS = 398;

    private Gauge() {}

    /// One stretch of the bar, from the left.
    ///
    /// @param mark in text
    /// @param opacity of `fill`, in (0, 1]
    private record Part(long pico, char mark, String fill, String opacity, String word) {}

    private static List<Part> parts(Account account, long askedPico) {
        return List.of(
                new Part(account.spentPico(), '#', Html.ACCENT, "1", "spent"),
                new Part(account.reservedPico(), '+', Html.PENDING, "1", "reserved"),
                new Part(account.keptPico(), '=', "currentColor", "0.3", "kept"),
                new Part(askedPico, '?', Html.ACCENT, "0.45", "asked for"));
    }

    /// 40 characters in brackets: `#` spent, `+` reserved, `=` kept, `?` asked for, `.` left.
    static String text(Account account, long askedPico) {
        StringBuilder bar = new StringBuilder("[");
        double share = 0;
        for (Part part : parts(account, askedPico)) {
            share += share(part.pico(), account);
            int end = (int) Math.min(CHARACTERS, Math.ceil(CHARACTERS * share));
            bar.repeat(part.mark(), Math.max(0, end + 1 - bar.length()));
        }
        return bar.repeat('.', CHARACTERS + 1 - bar.length()).append(']').toString();
    }

    /// The same as a drawing of 400 × 16 that shrinks with the page.
    static String svg(Account account, long askedPico) {
        StringBuilder bars = new StringBuilder();
        StringBuilder words = new StringBuilder();
        double from = 0;
        for (Part part : parts(account, askedPico)) {
            double width = Math.min(share(part.pico(), account), 1 - from);
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"14\" fill=\"%s\" fill-opacity=\"%s\"/>",
                    1 + PIXELS * from,
                    PIXELS * width,
                    part.fill(),
                    part.opacity()));
            from += width;
            if (part.pico() > 0 || words.isEmpty()) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(percent(share(part.pico(), account)))
                        .append(' ')
                        .append(part.word());
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 400 16\" width=\"400\""
                + " height=\"16\" style=\"max-width:100%\"><title>" + Html.escape(words) + "</title>"
                + "<rect x=\"0.5\" y=\"0.5\" width=\"399\" height=\"15\" rx=\"4\" fill=\"none\""
                + " stroke=\"currentColor\" stroke-opacity=\"0.5\"/>" + bars + "</svg>";
    }

    /// Of the account's cap; in [0, 1].
    static double share(long pico, Account account) {
        return account.capPico() <= 0 ? 0 : Math.clamp((double) pico / account.capPico(), 0, 1);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
