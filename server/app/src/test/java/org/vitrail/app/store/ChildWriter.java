package org.vitrail.app.store;

import java.nio.file.Path;
import org.vitrail.app.kit.Books;
import org.vitrail.app.ledger.Charge;
import org.vitrail.privacy.ledger.DpAmount;

/// A process that sets charges aside until it is killed, and says after each commit how many there are.
public final class ChildWriter {
    private ChildWriter() {}

    /// The arguments are the database's URL and a folder for key and witness.
    public static void main(String... arguments) {
        try (Books books = Books.open(new SqlStore.Place(arguments[0], "vitrail", "", 16), Path.of(arguments[1]))) {
            String chain = books.begin(1_000_000_000);
            for (int i = 1; ; i++) {
                Charge<DpAmount> charge = Books.charge(chain, "dataset", 1);
                books.reserve(charge);
                System.out.println(i);
            }
        }
    }
}
