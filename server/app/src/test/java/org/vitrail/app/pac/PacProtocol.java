package org.vitrail.app.pac;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.privacy.ledger.PacAmount;

/// What must hold of jobs of PAC privacy whatever happened to their servers, read from the tables alone.
final class PacProtocol {
    private static final String LINE =
            "select count(*) from ledger_line l join ledger_chain c on c.id = l.chain_id and c.kind = 'pac' where ";

    private PacProtocol() {}

    /// A job, as the tables have it.
    private record Job(String id, String account, String status, long pico) {}

    /// Every universe, by its account.
    static Map<String, Universes.Held> universes(SqlStore store, byte[] key) {
        Map<String, Universes.Held> held = new TreeMap<>();
        Universes universes = new Universes(store, key);
        for (String account : store.transaction(
                connection -> Query.texts(connection, "select account_id from pac_universe order by account_id"))) {
            held.put(
                    account,
                    universes
                            .hold(new Charge<>("look", "", account, new PacAmount(1)))
                            .orElseThrow());
        }
        return held;
    }

    /// What does not hold, in words.
    ///
    /// @param looked jobs that read their rows
    /// @param delivered jobs whose answer somebody got
    /// @param before universes as they were earlier
    /// @param now universes as they are
    static List<String> findings(
            Connection connection,
            Set<String> looked,
            Set<String> delivered,
            Map<String, Universes.Held> before,
            Map<String, Universes.Held> now)
            throws SQLException {
        List<String> findings = new ArrayList<>();
        Map<String, Long> started = new TreeMap<>();
        Map<String, Long> answered = new TreeMap<>();
        for (Job job : jobs(connection)) {
            boolean spent = lines(connection, "l.job_id = ? and l.kind = 'STARTED'", job.id()) == 1;
            boolean released = lines(connection, "l.job_id = ? and l.kind = 'RELEASED'", job.id()) == 1;
            boolean stored = released
                    && lines(
                                    connection,
                                    "l.job_id = ? and l.kind = 'RELEASED' and l.detail ="
                                            + " (select r.digest from sealed_release r where r.job_id = l.job_id)",
                                    job.id())
                            == 1;
            if (spent) {
                started.merge(job.account(), job.pico(), Long::sum);
            }
            if (released) {
                answered.merge(job.account(), job.pico(), Long::sum);
            }
            if (looked.contains(job.id()) && !spent) {
                findings.add("job " + job.id() + " looked at rows and is free");
            }
            if (delivered.contains(job.id()) && !(spent && stored)) {
                findings.add("job " + job.id() + " was delivered and its charge or release is not in the ledger");
            }
            if (released != job.status().equals("RELEASED") || released != stored || (released && !spent)) {
                findings.add("job " + job.id() + " is " + job.status() + ", which the ledger does not say");
            }
        }
        now.forEach((account, universe) -> universe(
                        universe, answered.getOrDefault(account, 0L), before.getOrDefault(account, universe))
                .forEach(line -> findings.add("universe " + account + line)));
        for (String account : now.keySet()) {
            long spent = number(connection, "select spent from account_unit where account_id = ?", account);
            if (spent != started.getOrDefault(account, 0L)) {
                findings.add("account " + account + " has spent another amount than its jobs that started");
            }
            if (now.get(account).version() != lines(connection, "l.account_id = ? and l.kind = 'RELEASED'", account)) {
                findings.add("universe " + account + " gave another number of answers than the ledger notes");
            }
        }
        return findings;
    }

    private static List<String> universe(Universes.Held now, long answeredPico, Universes.Held before) {
        List<String> findings = new ArrayList<>();
        if (now.kept().spent().femto() != answeredPico * 1000) {
            findings.add(" does not know what its answers told");
        }
        if (now.version() < before.version()
                || now.kept().spent().femto() < before.kept().spent().femto()) {
            findings.add(" was rolled back");
        }
        if (now.version() == before.version()
                && !Arrays.equals(now.kept().bytes(), before.kept().bytes())) {
            findings.add(" changed without an answer");
        }
        return findings;
    }

    private static List<Job> jobs(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select j.id, j.account_id, j.status, p.pico_nats from job j join pac_job p on p.job_id = j.id"
                        + " where j.status not in ('DENIED', 'REPLAY') order by j.seq",
                row -> new Job(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)));
    }

    private static long lines(Connection connection, String where, String value) throws SQLException {
        return number(connection, LINE + where, value);
    }

    private static long number(Connection connection, String sql, String value) throws SQLException {
        return Query.first(connection, sql, row -> row.getLong(1), value).orElseThrow();
    }
}
