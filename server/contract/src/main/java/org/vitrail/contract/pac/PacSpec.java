package org.vitrail.contract.pac;

/// A request for the answer to a SQL query, computed on a secret half of the units and with noise.
///
/// @param dataset registered name of the private table; the query names it so in FROM
/// @param sql one SELECT of aggregates; at most 20,000 characters; public
/// @param picoNats what all cells of the answer together may tell about the secret half, in units of
///     1e-12 nat; > 0
public record PacSpec(String dataset, String sql, long picoNats) implements PacRequest {
    private static final int SQL_LENGTH_MAX = 20_000;

    public PacSpec {
        if (dataset.isBlank()) {
            throw new IllegalArgumentException("dataset must be a registered name, got an empty one");
        }
        if (sql.isBlank() || sql.length() > SQL_LENGTH_MAX) {
            throw new IllegalArgumentException("a query must have 1 to " + SQL_LENGTH_MAX
                    + " characters that are not all blank, got " + sql.length());
        }
        PacRequest.requireAmount(picoNats);
    }
}
