package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.vitrail.app.store.Query;

/// Whether the accounts of PAC privacy stand beside those of differential privacy as they should, beyond what sealed
/// rows tell: one above the other as those do; and a universe that was set back would forget what it told.
final class TwinCheck {
    private static final String BELOW = "select t.account_id from pac_twin t join account a on a.id = t.account_id"
            + " join account p on p.id = t.pac_account_id where a.parent_id is not null and not exists"
            + " (select 1 from pac_twin u where u.account_id = a.parent_id and u.pac_account_id = p.parent_id)"
            + " order by t.account_id";
    private static final String UNIVERSES =
            "select u.account_id from pac_universe u where u.version <> (select count(*)"
                    + " from ledger_line l where l.account_id = u.account_id and l.kind = 'RELEASED') order by u.account_id";

    private TwinCheck() {}

    static List<String> findings(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (String id : Query.texts(connection, BELOW)) {
            findings.add("account " + id + ": its PAC account stands below another account than its own does");
        }
        for (String id : Query.texts(connection, UNIVERSES)) {
            findings.add("PAC account " + id + ": its universe gave another number of answers than its ledger notes");
        }
        return findings;
    }
}
