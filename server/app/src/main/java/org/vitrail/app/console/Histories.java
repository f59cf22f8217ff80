package org.vitrail.app.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.Book;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Line;

/// How the accounts of datasets came to what they are, folded from the lines of their ledgers. Each ledger is read
/// once; later only the lines that were added.
final class Histories {
    private static final int POINTS_MAX = 1_000;

    private final Ledger ledger;
    private final Map<String, Fold> folds = new ConcurrentHashMap<>();

    Histories(Ledger ledger) {
        this.ledger = ledger;
    }

    /// A balance and since when.
    record Step(Instant at, Balance<DpAmount> balance) {}

    /// All steps, thinned where there are many, oldest first.
    ///
    /// @param readable whether every line meant something where it stood
    record Steps(List<Step> steps, boolean readable) {
        Steps {
            steps = List.copyOf(steps);
        }

        /// What was spent at that time, in one unit.
        long spent(Instant at, String unit) {
            long spent = 0;
            for (Step step : steps) {
                if (step.at().isAfter(at)) {
                    break;
                }
                spent = step.balance().spent().in(unit);
            }
            return spent;
        }
    }

    /// The steps of the dataset's own account, the first that its ledger opens.
    Steps of(Connection connection, String chain) throws SQLException {
        return folds.computeIfAbsent(chain, Fold::new).upToNow(connection, ledger);
    }

    private static final class Fold {
        private final String chain;
        private Book<DpAmount> book = new Book<>();
        private final List<Step> steps = new ArrayList<>();
        private Optional<String> top = Optional.empty();
        private long place;
        private boolean readable = true;

        Fold(String chain) {
            this.chain = chain;
        }

        synchronized Steps upToNow(Connection connection, Ledger ledger) throws SQLException {
            if (ledger.head(connection, chain).place() < place) { // set back
                book = new Book<>();
                steps.clear();
                top = Optional.empty();
                place = 0;
                readable = true;
            }
            if (readable) {
                try {
                    ledger.lines(connection, chain, place, this::read);
                } catch (IllegalStateException | IllegalArgumentException e) {
                    readable = false; // what it is, the verification says
                }
            }
            return new Steps(steps, readable);
        }

        private void read(Line<DpAmount> line, String at) {
            place++; // with each line: the next call goes on behind it, also if this one is cut off
            book.read(line);
            if (top.isEmpty() && line instanceof Line.Opened<DpAmount> opened) {
                top = Optional.of(opened.account());
            }
            Balance<DpAmount> now =
                    book.route(top.orElseThrow()).nodes().getFirst().balance();
            if (steps.isEmpty() || !steps.getLast().balance().equals(now)) {
                steps.add(new Step(Instant.parse(at), now));
                if (steps.size() > POINTS_MAX) {
                    thin();
                }
            }
        }

        /// Drops every other step, but the newest and those that changed the cap.
        private void thin() {
            List<Step> kept = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                boolean raised = i > 0
                        && !steps.get(i)
                                .balance()
                                .cap()
                                .equals(steps.get(i - 1).balance().cap());
                if (i % 2 == 0 || raised || i == steps.size() - 1) {
                    kept.add(steps.get(i));
                }
            }
            steps.clear();
            steps.addAll(kept);
        }
    }
}
