package org.vitrail.magic.pac;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrail.contract.dataset.DatasetView;

/// What to add to the refusal of a query that reads a dataset which its user may see, but which is not linked to the
/// one that pays. Goes by the list that the user is shown anyway, so that no other name is told.
public final class Unlinked {
    private static final Pattern TEXT = Pattern.compile("'[^']*'");
    private static final Pattern TABLE =
            Pattern.compile("\\b(?:from|join)\\s+\"?([a-z0-9_-]+)\"?", Pattern.CASE_INSENSITIVE);

    private Unlinked() {}

    /// The hint; empty if every table that the query reads is linked, or none of the user's.
    ///
    /// @param root the dataset that is asked
    /// @param seen the datasets that the user may see
    public static Optional<String> hint(String sql, String root, List<DatasetView> seen) {
        Set<String> linked = new HashSet<>(Set.of(root));
        boolean more = true;
        while (more) {
            more = false;
            for (DatasetView view : seen) {
                more |= view.link()
                                .filter(link -> linked.contains(link.parent()))
                                .isPresent()
                        && linked.add(view.name());
            }
        }
        Matcher tables = TABLE.matcher(TEXT.matcher(sql).replaceAll("''"));
        while (tables.find()) {
            String table = tables.group(1);
            Optional<DatasetView> found = seen.stream()
                    .filter(view -> view.name().equalsIgnoreCase(table) && !linked.contains(view.name()))
                    .findFirst();
            if (found.isPresent()) {
                String name = found.get().name();
                return Optional.of("'" + name + "' is registered, but not linked to '" + root + "': a query may join it"
                        + " if it is registered with --unit COLUMN --rows-max M --link COLUMN=" + root
                        + ".KEY (%dp_dataset register --help)");
            }
        }
        return Optional.empty();
    }
}
