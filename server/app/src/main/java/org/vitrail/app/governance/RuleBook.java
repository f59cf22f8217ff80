package org.vitrail.app.governance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.store.Query;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

/// The rules of each dataset: the rows of the table `dataset_rules`, of which the newest holds.
public final class RuleBook {
    /// What stands among the engines for PAC privacy.
    static final String PAC = "pac";

    /// An empty one; the rules are in the store.
    public RuleBook() {}

    /// The rules that hold now.
    public DatasetRules of(Connection connection, DatasetRow dataset) throws SQLException {
        return Query.first(
                        connection,
                        "select rules from dataset_rules where dataset_id = ? order by number desc limit 1",
                        row -> Json.read(row.getString(1), DatasetRules.class),
                        dataset.id())
                .orElseGet(() -> DatasetRules.none(dataset.name()));
    }

    /// Adds rules, which hold from now on.
    ///
    /// @return their number, from 1
    int add(Connection connection, DatasetRow dataset, DatasetRules rules, String user) throws SQLException {
        int number = Query.first(
                        connection,
                        "select coalesce(max(number), 0) + 1 from dataset_rules where dataset_id = ?",
                        row -> row.getInt(1),
                        dataset.id())
                .orElseThrow();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into dataset_rules (dataset_id, number, rules, set_by, set_at) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, dataset.id());
            insert.setInt(2, number);
            insert.setString(3, Json.text(rules));
            insert.setString(4, user);
            insert.setString(5, Instant.now().toString());
            insert.executeUpdate();
        }
        return number;
    }

    /// Refuses a request that the rules do not allow. Follows from the request alone.
    ///
    /// @param delta of the dataset's cap: a larger one in the request makes its epsilon no smaller here
    public static void require(DatasetRules rules, MechanismSpec spec, Guarantee price, double delta) {
        switch (price) {
            case Guarantee.DifferentialPrivacy dp -> requirePrice(rules, dp, delta);
            case Guarantee.PacPrivacy _, Guarantee.NotPrivate _ -> {} // another ledger, with caps of its own
        }
        String word = switch (spec) {
            case SynthesisSpec synthesis -> synthesis.engine().name().toLowerCase(Locale.ROOT);
            case PacRequest _ -> PAC;
        };
        if (!rules.mechanisms().isEmpty() && !rules.mechanisms().contains(word)) {
            throw refused(rules, "one of the engines " + rules.mechanisms(), "'" + word + "'");
        }
    }

    private static void requirePrice(DatasetRules rules, Guarantee.DifferentialPrivacy price, double delta) {
        double epsilon = price.delta() <= delta
                ? price.epsilon()
                : GaussianAccountant.epsilon(delta, new MuSquared(price.muSquaredPico()));
        rules.epsilonMax().filter(max -> epsilon > max).ifPresent(max -> {
            throw refused(
                    rules,
                    "at most epsilon " + ShortNumber.of(max) + " in one request",
                    "epsilon " + ShortNumber.upper(epsilon));
        });
        rules.deltaMax().filter(max -> price.delta() > max).ifPresent(max -> {
            throw refused(
                    rules,
                    "at most delta " + ShortNumber.of(max) + " in one request",
                    "delta " + ShortNumber.upper(price.delta()));
        });
    }

    private static RefusedException refused(DatasetRules rules, String expected, String got) {
        return new RefusedException(new Refusal.Forbidden("the owner of dataset '" + rules.dataset() + "' allows "
                + expected + ", got " + got + "; nothing was charged"));
    }
}
