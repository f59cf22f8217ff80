package org.vitrail.app.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.PrivacyUnit;

/// What a registration of bytes that a dataset has already declares otherwise, and what its owner can do. Declared
/// facts alone, all of them public: nothing of the rows, of a source or of a query.
final class Differences {
    private final DatasetRow known;
    private final RegisterDataset has;
    private final RegisterDataset asked;
    private final List<String> words = new ArrayList<>();

    private Differences(DatasetRow known, RegisterDataset request) {
        this.known = known;
        has = known.declaration();
        asked = request.withoutCredentials();
        compare();
    }

    /// Why the bytes of a dataset that has spent are not registered with another declaration.
    static Refusal refusal(DatasetRow known, RegisterDataset request) {
        Differences all = new Differences(known, request);
        return new Refusal.InvalidRequest("dataset '" + known.name() + "' has these bytes already, budget of it is"
                + " spent, and this declaration differs in its " + String.join(", ", all.words)
                + "; nothing changed; " + all.remedy());
    }

    private void compare() {
        // Terms of PAC privacy first: a cap that is left out is what people meet most.
        boolean alike = cap(has).equals(cap(asked));
        if (!has.pac().map(PacTerms::capPicoNats).equals(asked.pac().map(PacTerms::capPicoNats))) {
            words.add("PAC cap (registered with " + (alike ? exact(has) : cap(has)) + ", got "
                    + (alike ? exact(asked) : cap(asked)) + ")");
        }
        if (has.pac().isPresent() && asked.pac().isPresent()) {
            compare("PAC privacy's least group", least(has), least(asked));
        }
        compare("epsilon cap", String.valueOf(has.epsilonCap()), String.valueOf(asked.epsilonCap()));
        compare("delta cap", String.valueOf(has.deltaCap()), String.valueOf(asked.deltaCap()));
        compare("measures", String.join(",", has.measures()), String.join(",", asked.measures()));
        compare("unit", unit(has), unit(asked));
        compare("link", link(has), link(asked));
        compare("public number of rows", rows(has), rows(asked));
        changed("columns", !columns(has).equals(columns(asked)));
        changed("inference budget", !has.inference().equals(asked.inference()));
        changed("format", has.format() != asked.format());
        changed("source", !has.jdbcUrl().equals(asked.jdbcUrl()));
        changed("query", !has.jdbcQuery().equals(asked.jdbcQuery()));
        changed("--renew", has.renewal() != asked.renewal());
    }

    private void compare(String what, String registered, String got) {
        if (!registered.equals(got)) {
            words.add(what + " (registered with " + registered + ", got " + got + ")");
        }
    }

    private void changed(String what, boolean differs) {
        if (differs) {
            words.add(what);
        }
    }

    /// A registration that does nothing new is not needed; a cap of PAC privacy is set by two people.
    private String remedy() {
        String go = "it can be used as it is (%dp_session --dataset " + known.name() + ")";
        if (!has.with(asked.pac()).equals(asked) || has.pac().equals(asked.pac())) {
            return go + ", or repeat the first declaration exactly";
        }
        Optional<PacTerms> wanted = asked.pac();
        if (wanted.isEmpty()) {
            return go + ", or repeat " + option(has.pac().orElseThrow());
        }
        long now = has.pac().map(PacTerms::capPicoNats).orElse(0L);
        String repeat = has.pac().map(terms -> "repeat " + option(terms)).orElse("leave --pac-cap out");
        if (wanted.get().capPicoNats() <= now) {
            return go + ", or " + repeat + "; a session may have a lower cap than its dataset (--pac-cap of"
                    + " %dp_session)";
        }
        return repeat + ", or let two people raise it: %dp_admin propose " + known.name() + " --pac-cap "
                + percent(wanted.get())
                + "% --reason TEXT, which another person, an officer, then approves (nobody alone)"
                + (has.format() == RegisterDataset.Format.SAMPLE
                        ? ", or register the sample, which is made up, over a new data folder (VITRAIL_DATA)"
                        : "");
    }

    private static String option(PacTerms terms) {
        return "--pac-cap " + PacAccounts.exact(terms.capPicoNats()) + " --pac-units-min " + terms.unitsMin();
    }

    private static String percent(PacTerms terms) {
        return ShortNumber.of(100 * PacAccounts.success(terms.capPicoNats()));
    }

    private static String cap(RegisterDataset declared) {
        return declared.pac()
                .map(terms -> percent(terms) + "%, which is " + ShortNumber.of(terms.capPicoNats() * 1e-12) + " nats")
                .orElse("none");
    }

    private static String exact(RegisterDataset declared) {
        return declared.pac()
                .map(terms -> PacAccounts.exact(terms.capPicoNats()) + " nats")
                .orElse("none");
    }

    private static String least(RegisterDataset declared) {
        return declared.pac().map(terms -> terms.unitsMin() + " units").orElse("none");
    }

    private static String unit(RegisterDataset declared) {
        return declared.unit().map(PrivacyUnit::describe).orElse("the sample's");
    }

    private static String link(RegisterDataset declared) {
        return declared.link().map(TableLink::describe).orElse("none");
    }

    private static String rows(RegisterDataset declared) {
        return declared.rowsPublic().map(String::valueOf).orElse("none");
    }

    /// Columns alone: their unit is compared beside them.
    private static List<?> columns(RegisterDataset declared) {
        return declared.schema().<List<?>>map(schema -> schema.columns()).orElse(List.of());
    }
}
