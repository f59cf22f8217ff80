package org.vitrail.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The checker's must-fail twins: a sound history is accepted, and each defect that it is there for is named.
class HistoryCheckerTest {
    private static final String C = "chain";

    /// A history with its records, or a defect of it.
    private static final class Told {
        private List<Records.Line> lines = new ArrayList<>();
        private List<Records.Account> accounts = new ArrayList<>();
        private List<Records.Job> jobs = new ArrayList<>();
        private final List<History.Event> events = new ArrayList<>();

        private void line(String kind, String account, String job, long amount, String detail) {
            long place = lines.size() + 1L;
            lines.add(new Records.Line(C, place, kind, account, job, amount, detail, 1_000 + place));
        }

        private List<String> findings() {
            History history = new History();
            events.forEach(history::add);
            return HistoryChecker.findings(history, new Records(lines, accounts, jobs));
        }

        private void change(int place, UnaryOperator<Records.Line> change) {
            lines.set(place - 1, change.apply(lines.get(place - 1)));
        }
    }

    /// Dataset 100, a session of 60 below it, one of 30 that is guaranteed; j1 is released and replayed by r1, j2 was
    /// given back, j3 failed.
    private static Told sound() {
        Told told = new Told();
        told.line("OPENED", "data", "", 100, "{}");
        told.line("OPENED", "one", "", 60, "{\"parent\":\"data\"}");
        told.line("OPENED", "kept", "", 30, "{\"guaranteed\":true,\"parent\":\"data\"}");
        told.line("RESERVED", "one", "j1", 40, "");
        told.line("STARTED", "one", "j1", 0, "");
        told.line("RESERVED", "kept", "j2", 30, "");
        told.line("RELEASED", "one", "j1", 0, "digest");
        told.line("VOIDED", "kept", "j2", 0, "");
        told.line("RESERVED", "kept", "j3", 10, "");
        told.line("STARTED", "kept", "j3", 0, "");
        told.line("FAILED", "kept", "j3", 0, "");
        told.line("CLOSED", "kept", "", 0, "expired");
        told.accounts.add(new Records.Account("data", C, 100, 0, 0, 50));
        told.accounts.add(new Records.Account("one", C, 60, 0, 0, 40));
        told.accounts.add(new Records.Account("kept", C, 30, 0, 0, 10));
        told.jobs.add(new Records.Job("j1", "olga", "k1", "RELEASED", Optional.empty()));
        told.jobs.add(new Records.Job("j2", "olga", "k2", "VOIDED", Optional.empty()));
        told.jobs.add(new Records.Job("j3", "olga", "k3", "FAILED", Optional.empty()));
        told.jobs.add(new Records.Job("r1", "anna", "k1", "REPLAY", Optional.of("j1")));
        told.events.add(new History.Acknowledged("olga", "k1", "j1", false));
        told.events.add(new History.Acknowledged("olga", "k1", "j1", false));
        told.events.add(new History.Acknowledged("anna", "k1", "r1", true));
        told.events.add(new History.Delivered("j1", "j1", "bytes", 2_000));
        told.events.add(new History.Delivered("r1", "j1", "bytes", 2_100));
        told.events.add(new History.Ended("j2", Optional.of(false), "cancelled"));
        told.events.add(new History.Ended("j3", Optional.of(true), "out of memory"));
        told.events.add(new History.Denied("olga", "k9", "budget exceeded"));
        return told;
    }

    @Test
    void findings_ofASoundHistory_areNone() {
        assertThat(sound().findings()).isEmpty();
    }

    /// @param words what must be found
    record Defect(String words, Consumer<Told> plant) {
        @Override
        public String toString() {
            return words;
        }
    }

    static List<Defect> defects() {
        return List.of(
                new Defect("account data is over its cap after line 6", told -> {
                    told.change(4, line -> amount(line, 71)); // 71 + 30 kept: only the prefix is over
                    told.lines.set(6, line(7, "NOTED", "data", "", 0));
                }),
                new Defect("account one is over its cap", told -> told.change(4, line -> amount(line, 61))),
                new Defect("has no line 5", told -> told.lines.remove(4)),
                new Defect("job j1 has two lines STARTED", told -> told.line("STARTED", "one", "j1", 0, "")),
                new Defect(
                        "j2 is STARTED without a reservation that waits",
                        told -> told.line("STARTED", "kept", "j2", 0, "")),
                new Defect(
                        "j1 is VOIDED without a reservation that waits",
                        told -> told.line("VOIDED", "one", "j1", 0, "")),
                new Defect("had not started, or has ended before", told -> told.line("FAILED", "one", "j1", 0, "")),
                new Defect(
                        "its lines amount to",
                        told -> told.accounts.set(1, new Records.Account("one", C, 60, 0, 0, 39))),
                new Defect(
                        "still has something reserved",
                        told -> told.accounts.set(1, new Records.Account("one", C, 60, 0, 1, 40))),
                new Defect(
                        "job j4 was never ended",
                        told -> told.jobs.add(new Records.Job("j4", "olga", "k4", "STARTED", Optional.empty()))),
                new Defect(
                        "key olga k3 is charged 2 times",
                        told -> told.jobs.set(1, new Records.Job("j2", "olga", "k3", "VOIDED", Optional.empty()))),
                new Defect(
                        "is RELEASED, its ledger says otherwise",
                        told -> told.jobs.set(2, new Records.Job("j3", "olga", "k3", "RELEASED", Optional.empty()))),
                new Defect(
                        "named two jobs", told -> told.events.add(new History.Acknowledged("olga", "k1", "j3", false))),
                new Defect(
                        "job j7 was acknowledged and is lost",
                        told -> told.events.add(new History.Acknowledged("olga", "k7", "j7", false))),
                new Defect(
                        "acknowledged as free and is not",
                        told -> told.events.add(new History.Acknowledged("olga", "k3", "j3", true))),
                new Defect(
                        "arrived with other bytes than before",
                        told -> told.events.add(new History.Delivered("r1", "j1", "others", 2_200))),
                new Defect(
                        "arrived before its line RELEASED",
                        told -> told.events.add(new History.Delivered("j1", "j1", "bytes", 1_006))),
                new Defect(
                        "release j3 arrived before its line RELEASED",
                        told -> told.events.add(new History.Delivered("j3", "j3", "lost", 2_000))),
                new Defect(
                        "which is not its own",
                        told -> told.events.add(new History.Delivered("j3", "j1", "bytes", 2_000))),
                new Defect(
                        "was said to be free and is not",
                        told -> told.events.add(new History.Ended("j3", Optional.of(false), "refunded"))),
                new Defect(
                        "was said to be charged and is not",
                        told -> told.events.add(new History.Ended("j2", Optional.of(true), "failed"))),
                new Defect(
                        "key k3 was denied (no) and is charged",
                        told -> told.events.add(new History.Denied("olga", "k3", "no"))));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void findings_ofADefect_nameIt(Defect defect) {
        Told told = sound();
        defect.plant().accept(told);
        assertThat(told.findings()).anySatisfy(line -> assertThat(line).contains(defect.words()));
    }

    private static Records.Line amount(Records.Line line, long amount) {
        return new Records.Line(
                line.chain(), line.place(), line.kind(), line.account(), line.job(), amount, line.detail(), line.at());
    }

    private static Records.Line line(long place, String kind, String account, String job, long amount) {
        return new Records.Line(C, place, kind, account, job, amount, "", 1_000 + place);
    }
}
