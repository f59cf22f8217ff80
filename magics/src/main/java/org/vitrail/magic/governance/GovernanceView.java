package org.vitrail.magic.governance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.pac.PacCapChange;
import org.vitrail.magic.view.Bundle;
import org.vitrail.magic.view.PacServerView;
import org.vitrail.magic.view.TableView;

/// Rules, proposals and what reading the ledger has shown.
public final class GovernanceView {
    private GovernanceView() {}

    /// What may be asked of a dataset.
    public static Bundle rules(DatasetRules rules) {
        List<List<String>> rows = List.of(
                List.of("largest ε of one request", limit(rules.epsilonMax().map(ShortNumber::of))),
                List.of("largest δ of one request", limit(rules.deltaMax().map(ShortNumber::of))),
                List.of("engines", rules.mechanisms().isEmpty() ? "all" : String.join(", ", rules.mechanisms())));
        return TableView.rows(
                "Rules of dataset '" + rules.dataset() + "'",
                List.of("rule", "holds"),
                rows,
                List.of(false, false),
                List.of("they hold for every quote and request from now on; what they refuse costs nothing"));
    }

    private static String limit(Optional<String> value) {
        return value.orElse("no limit but the caps");
    }

    /// The proposals to raise a cap.
    public static Bundle proposals(List<Proposal> proposals, Instant now) {
        List<List<String>> rows = new ArrayList<>();
        for (Proposal p : proposals) {
            rows.add(List.of(
                    ShortId.of(p.id()),
                    p.status(),
                    p.dataset(),
                    p.tier() + " '" + p.name() + "'",
                    p.pac().map(pac -> now(pac, "→ ", "")).orElseGet(() -> "ε " + ShortNumber.of(p.epsilonNow())),
                    p.pac().map(pac -> wanted(pac, "→ ", "")).orElseGet(() -> "ε " + ShortNumber.of(p.epsilonWanted())),
                    p.pac().isPresent() ? "" : ShortNumber.of(p.delta()),
                    p.reason(),
                    p.proposedBy() + ", " + TimeWords.age(p.proposedAt(), now),
                    p.decidedBy().orElse("")
                            + p.decidedAt()
                                    .map(at -> ", " + TimeWords.age(at, now))
                                    .orElse("")));
        }
        long pending =
                proposals.stream().filter(p -> p.status().equals("pending")).count();
        List<String> lines = new ArrayList<>();
        if (proposals.stream().anyMatch(p -> p.pac().isPresent())) {
            lines.add("nats → P %: a cap of PAC privacy, and what all answers together may make of a guess of 50 %");
        }
        lines.add(
                pending == 0
                        ? "none waits for a decision"
                        : pending + (pending == 1 ? " waits" : " wait")
                                + " for an officer who did not propose it: %dp_admin approve ID, or reject ID");
        return TableView.rows(
                "Proposals to raise a cap",
                List.of("id", "status", "dataset", "cap of", "then", "wanted", "at δ", "reason", "by", "decided"),
                rows,
                List.of(false, false, false, false, true, true, true, false, false, false),
                lines);
    }

    private static String now(PacCapChange pac, String before, String after) {
        return pac.first() ? "none" : cap(pac.picoNatsNow(), pac.successNow(), before, after);
    }

    private static String wanted(PacCapChange pac, String before, String after) {
        return cap(pac.picoNatsWanted(), pac.successWanted(), before, after);
    }

    private static String cap(long pico, double success, String before, String after) {
        return PacServerView.nats(pico) + " nats " + before + PacServerView.percent(success) + after;
    }

    /// One line about a proposal.
    public static String line(Proposal p) {
        String cap = p.pac()
                .map(pac -> "PAC cap of " + wanted(pac, "(50 % to ", ")") + " instead of " + now(pac, "(50 % to ", ")"))
                .orElseGet(() ->
                        "ε " + ShortNumber.of(p.epsilonWanted()) + " instead of " + ShortNumber.of(p.epsilonNow()));
        String what = "proposal " + ShortId.of(p.id()) + ": " + cap + " for "
                + (p.tier().equals("dataset") ? "" : p.tier() + " '" + p.name() + "' of ") + "dataset '" + p.dataset()
                + "'";
        return p.decidedBy()
                .map(officer -> what + " was " + p.status() + " by " + officer
                        + (p.status().equals("approved")
                                ? "; this cap holds now, those of other levels stay as they were"
                                : "; the cap stays"))
                .orElse(what + " waits for an officer other than " + p.proposedBy() + "; nothing has changed yet");
    }

    /// What reading every ledger again has shown.
    public static Bundle ledger(LedgerReport report) {
        String title = report.findings().isEmpty()
                ? "The ledger holds: every line, signature and balance was read again"
                : "THE LEDGER DOES NOT HOLD: " + report.findings().size()
                        + (report.findings().size() == 1 ? " finding" : " findings");
        String read = String.format(
                Locale.ROOT,
                "%,d lines in %,d %s, signed by key %s, read at %s",
                report.lines(),
                report.chains(),
                report.chains() == 1 ? "chain" : "chains",
                report.keyId(),
                Instant.parse(report.verifiedAt()).truncatedTo(ChronoUnit.SECONDS));
        List<String> lines = new ArrayList<>(report.findings());
        lines.add(read);
        return TableView.rows(title, List.of(), List.of(), List.of(), lines);
    }
}
