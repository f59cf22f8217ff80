package org.vitrail.app.certificate;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.contract.MeasureName;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.certificate.Certificate.Theorem;
import org.vitrail.privacy.ledger.Measures;

/// What a certificate says of the accountant: the measures of the cap, and what each rests on.
final class FilterWords {
    private static final String ACCOUNTANT = "Gaussian differential privacy: exact sums of mu^2, rounded up; epsilon is"
            + " the smallest at the stated delta, rounded up";
    private static final String OF_A_RUN =
            "Within a release: exact sums of mu^2 of Gaussian differential privacy, rounded"
                    + " up; its epsilon is the smallest at the stated delta, rounded up; its charge is what these are at most in"
                    + " each measure of the cap, rounded up";

    private FilterWords() {}

    static String nativeMeasure(String unit) {
        String scale = MeasureName.scale(unit) == 1e-12 ? "1e-12" : "1e-18";
        return MeasureName.words(unit)
                + (unit.equals(MeasureName.GDP) ? " of Gaussian differential privacy" : "")
                + ", an integer number of units of " + scale;
    }

    static String accountant(AccountRow account) {
        Measures measures = account.measures();
        if (measures.equals(Measures.GDP)) {
            return ACCOUNTANT;
        }
        return (isKept(measures) ? ACCOUNTANT : OF_A_RUN) + ". The dataset's cap is kept in "
                + String.join(", ", measures.names()) + ": any of them"
                + " may accept a charge, every charge is taken in all, and for that delta is split, "
                + ShortNumber.of(measures.share(measures.names().getFirst(), account.delta()))
                + " for each (none for pure); epsilon of the"
                + " total is the least over them, the filter's bound";
    }

    /// Whether the cap is kept in what the mechanisms are measured in.
    private static boolean isKept(Measures measures) {
        return measures.names().contains(MeasureName.GDP);
    }

    /// What releases are added up in, as `mu^2`.
    static String added(AccountRow account) {
        List<String> units =
                account.cap().units().keySet().stream().map(MeasureName::words).toList();
        return units.size() == 1
                ? units.getFirst()
                : String.join(", ", units.subList(0, units.size() - 1)) + " and " + units.getLast()
                        + ", each for itself";
    }

    /// What every charge rests on.
    static List<Theorem> theorems(List<String> measures) {
        List<Theorem> theorems = new ArrayList<>();
        theorems.add(new Theorem(
                "Dong, Roth, Su",
                2022,
                "Cor. 3.3",
                measures.contains(MeasureName.GDP)
                        ? "composition: mu^2 of Gaussian measurements is added"
                        : "composition within a release: mu^2 of its Gaussian measurements is added"));
        theorems.add(new Theorem("Balle, Wang", 2018, "Thm. 8", "conversion of mu^2 to (epsilon, delta), exact"));
        theorems.add(new Theorem(
                "Smith, Thakurta",
                2022,
                "arXiv 2210.17520",
                measures.contains(MeasureName.GDP)
                        ? "the dataset's cap is a filter: it holds although requests are chosen after earlier"
                                + " answers"
                        : "a run's own budget of mu^2 is a filter: what it measures next may depend on answers"));
        boolean zcdp = measures.contains("zcdp");
        boolean renyi = measures.stream().anyMatch(name -> name.startsWith("renyi-"));
        if (zcdp) {
            theorems.add(new Theorem("Feldman, Zrnic", 2021, "Remark 4.4", "the cap in rho is a filter"));
        }
        if (renyi) {
            theorems.add(new Theorem("Feldman, Zrnic", 2021, "Thm. 4.3", "the cap at a fixed Rényi order is a filter"));
        }
        if (zcdp || renyi) {
            theorems.add(new Theorem(
                    "Canonne, Kamath, Steinke",
                    2020,
                    "Prop. 12",
                    "conversion of Rényi divergences to (epsilon, delta)"));
        }
        if (measures.contains("sums") || measures.contains("pure")) {
            theorems.add(new Theorem(
                    "Rogers, Roth, Ullman, Vadhan",
                    2016,
                    "Lemma 3.5",
                    "the cap of summed epsilon and delta is a filter"));
        }
        return theorems;
    }
}
