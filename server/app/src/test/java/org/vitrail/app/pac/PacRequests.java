package org.vitrail.app.pac;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// What tests ask of a server with PAC privacy: 600 people of four towns, two visits each.
final class PacRequests {
    /// 1/128 nat.
    static final long USUAL = 7_812_500_000L;

    /// 70 % from 50 %, in 1e-12 nat.
    static final long CAP = 82_282_878_504L;

    static final String BY_TOWN =
            "SELECT town, count(*) AS n, avg(cost) AS cost FROM visits GROUP BY town ORDER BY town";

    static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("town", Domain.Categorical.of(List.of("A", "B", "C", "D", "E"))),
                    Column.of("age", Domain.IntegerRange.of(0, 100)),
                    Column.of("cost", Domain.RealRange.of(0, 50))),
            new PrivacyUnit.Person("person", 2));

    private PacRequests() {}

    static RegisterDataset register(long cap) {
        return register("visits", cap);
    }

    static RegisterDataset register(String name, long cap) {
        return new RegisterDataset(
                name,
                RegisterDataset.Format.CSV,
                Optional.of(SCHEMA),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Optional.of(new PacTerms(cap, 10)),
                Optional.empty());
    }

    /// Town E has three people only.
    static byte[] csv(String canary) {
        StringBuilder csv = new StringBuilder("person,town,age,cost\n");
        for (int i = 0; i < 1200; i++) {
            int person = i % 600;
            char town = person < 3 ? 'E' : (char) ('A' + person % 4);
            csv.append(canary).append(person).append(',').append(town).append(',');
            csv.append(20 + person % 50).append(',').append(10 + i % 7).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    static SubmitJob job(String session, String sql, long picoNats) {
        return new SubmitJob(
                session, new PacSpec("visits", sql, picoNats), UUID.randomUUID().toString(), false, false);
    }

    static SubmitJob fresh(String session, String sql, long picoNats) {
        return new SubmitJob(
                session, new PacSpec("visits", sql, picoNats), UUID.randomUUID().toString(), true, false);
    }
}
