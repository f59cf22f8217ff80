package org.vitrail.app.console;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.contract.MeasureName;

/// What somebody should look at. Pure: every rule from figures that are given.
final class Alarms {
    /// A cap that is used to this share, in percent, is nearly used up.
    static final int NEARLY_PERCENT = 80;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration SOON = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double LONGEST_MINUTES = 100 * 365.0 * 24 * 60;

    private final Instant now;
    private final List<Views.Alert> alerts = new ArrayList<>();

    Alarms(Instant now) {
        this.now = now;
    }

    /// What was found so far, the worst first.
    List<Views.Alert> alerts() {
        List<Views.Alert> sorted = new ArrayList<>();
        for (String severity : List.of("critical", "warning", "notice")) {
            alerts.stream().filter(alert -> alert.severity().equals(severity)).forEach(sorted::add);
        }
        return sorted;
    }

    private void add(String severity, String kind, String project, String dataset, String line) {
        alerts.add(new Views.Alert(severity, kind, project, dataset, line));
    }

    /// An account that is nearly used up: spent, reserved and kept are 80 % of its cap or more, in the
    /// measure that has most left.
    void used(String project, String dataset, AccountRow account) {
        String unit = account.unit();
        long cap = account.cap().in(unit);
        long used = account.balance().used().in(unit);
        if (account.closed() || cap == 0) {
            return;
        }
        long percent = BigInteger.valueOf(used)
                .multiply(BigInteger.valueOf(100))
                .divide(BigInteger.valueOf(cap))
                .longValueExact();
        if (percent >= NEARLY_PERCENT) {
            String whose = account.tier().equals("dataset") ? "" : account.tier() + " '" + account.name() + "' of ";
            add(
                    used == cap ? "critical" : "warning",
                    "cap-nearly-used",
                    project,
                    dataset,
                    whose + "dataset '" + dataset + "' has used " + percent + " % of its cap ("
                            + MeasureName.words(unit)
                            + ": spent, reserved and kept); replay releases, or have an owner propose a higher cap");
        }
    }

    /// A dataset that will be used up soon if it is spent as in the last 24 hours or the last 7 days.
    void burning(String project, String dataset, Histories.Steps steps, AccountRow account) {
        Optional<Duration> day = left(steps, account, DAY);
        Optional<Duration> week = left(steps, account, WEEK);
        boolean daySoon = day.filter(left -> left.compareTo(SOON) <= 0).isPresent();
        boolean weekSoon = week.filter(left -> left.compareTo(MONTH) <= 0).isPresent();
        if (daySoon || weekSoon) {
            add(
                    daySoon ? "warning" : "notice",
                    "burn-rate",
                    project,
                    dataset,
                    "dataset '" + dataset + "' is used up "
                            + day.map(left -> "in " + words(left) + " at the rate of the last 24 hours")
                                    .orElse("never at the rate of the last 24 hours (nothing was spent)")
                            + week.map(left -> ", in " + words(left) + " at the rate of the last 7 days")
                                    .orElse("")
                            + "; what is spent never comes back");
        }
    }

    /// How long what is left lasts at the rate of that window; empty: nothing was spent in it, or nothing is left.
    Optional<Duration> left(Histories.Steps steps, AccountRow account, Duration window) {
        String unit = account.unit();
        long remaining = account.remaining(unit);
        long spent = account.balance().spent().in(unit) - steps.spent(now.minus(window), unit);
        if (spent <= 0 || remaining <= 0) {
            return Optional.empty();
        }
        double minutes = (double) remaining / spent * (double) window.toMinutes();
        return Optional.of(Duration.ofMinutes((long) Math.min(minutes, LONGEST_MINUTES)));
    }

    private static String words(Duration left) {
        long hours = left.toHours();
        if (hours < 1) {
            return "less than an hour";
        }
        return hours < 48
                ? hours + (hours == 1 ? " hour" : " hours")
                : String.format(Locale.ROOT, "%,d days", left.toDays());
    }

    /// Charges of the last 7 days that led to nothing.
    void failed(ConsoleRows.FailedLine line) {
        add(
                "warning",
                "charged-without-release",
                line.project(),
                line.dataset(),
                line.count() + (line.count() == 1 ? " job" : " jobs") + " of '" + line.user() + "' on dataset '"
                        + line.dataset() + "' in the last 7 days failed or were cancelled after the start; the charges"
                        + " stay spent");
    }

    /// The same bytes with a cap of their own in another project.
    ///
    /// @param named whether the caller may know which
    void twin(ConsoleRows.TwinLine line, boolean named) {
        add(
                "warning",
                "same-bytes-elsewhere",
                line.project(),
                line.dataset(),
                (named ? "project '" + line.elsewhere() + "'" : "another project") + " has the very bytes of dataset '"
                        + line.dataset() + "' too, with a cap of its own: for the people in them both caps add up;"
                        + " agree on one of them, which grants the other project a share"
                        + (named ? "" : "; an auditor sees which it is"));
    }

    /// A session that ends within a day.
    void expiring(ConsoleRows.SessionLine session) {
        session.expiresAt().map(Instant::parse).ifPresent(end -> {
            if (end.isAfter(now) && end.isBefore(now.plus(DAY))) {
                add(
                        "notice",
                        "session-expires",
                        session.project(),
                        session.dataset(),
                        "the session of '" + session.user() + "' in notebook '" + session.notebook() + "' on dataset '"
                                + session.dataset() + "' ends in " + words(Duration.between(now, end))
                                + "; what it has not used goes back");
            }
        });
    }

    /// A verification that found something, or that could not be carried out.
    void verified(Optional<Views.Verified> last, Optional<String> failed) {
        last.filter(verified -> !verified.findings().isEmpty() || verified.elsewhere() > 0)
                .ifPresent(verified -> add(
                        "critical",
                        "ledger-damaged",
                        "",
                        "",
                        "the verification of " + verified.at() + " found "
                                + (verified.findings().size() + verified.elsewhere())
                                + " things that do not hold; stop the server and ask who may write to the database"));
        failed.ifPresent(why -> add("critical", "not-verified", "", "", "the ledger could not be verified: " + why));
    }

    /// What the witness file does not hold.
    void witnessed(Views.Ledgers ledgers) {
        if (!ledgers.witnessReadable()) {
            unreadableWitness();
        }
        ledgers.chains().forEach(chain -> witnessed(chain, ledgers.witnessReadable()));
    }

    /// A ledger on which something happened, none of whose signed heads the witness file holds.
    void witnessed(Views.Chain chain, boolean readable) {
        if (readable && chain.signedPlace() > 1 && chain.witnessedPlace().isEmpty()) {
            add(
                    "warning",
                    "witness-missing",
                    chain.project(),
                    chain.dataset(),
                    "no head of the ledger of dataset '" + chain.dataset()
                            + "' is in this server's witness file: an old"
                            + " copy of the database would not be noticed");
        }
    }

    /// Ledgers that were there at the start and of which no witness knew anything.
    void unknown(String line) {
        add("warning", "witness-new", "", "", line);
    }

    /// A witness file that cannot be read.
    void unreadableWitness() {
        add(
                "critical",
                "witness-missing",
                "",
                "",
                "the witness file is not there or cannot be read: an old copy of the database would not be noticed; put"
                        + " it back, see vitrail.store.witness-file");
    }
}
