package org.vitrail.magic.pac;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dflib.DataFrame;

/// PAC privacy in the notebook's own kernel. Example:
///
/// ```java
/// var answer = Pac.calibrate(visits, half -> new double[] {mean(half, "cost")}, "56%");
/// ```
public final class Pac {
    /// Units are put in so many worlds, each in half of them.
    public static final int WORLDS = 128;

    /// What all answers about a table may make of an even guess, if nothing else is said.
    public static final String CAP = "95%";

    private static final Map<String, PacTable> OPENED = new HashMap<>();

    private Pac() {}

    /// Answers with noise; rows are units. Answers about one table (the same columns and rows, in the same order) share
    /// a secret half and a cap, whatever variable holds it.
    ///
    /// @param function as [PacTable#calibrate] wants it
    /// @param promise such as `56%` or `1/128`
    public static PacAnswer calibrate(DataFrame table, Function<DataFrame, double[]> function, String promise) {
        return table(table).calibrate(function, promise);
    }

    /// The account of a table, opened at the first call.
    public static PacTable table(DataFrame table) {
        return table(table, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The account of a table. What is not given is as the account was opened, or as usual at the first call.
    ///
    /// @param unit the column that names the unit (usually rows are units)
    /// @param worlds 64, 128 or 256
    /// @param cap such as `95%`
    /// @throws IllegalArgumentException if it was opened otherwise
    public static synchronized PacTable table(
            DataFrame table, Optional<String> unit, Optional<Integer> worlds, Optional<String> cap) {
        PacTable known = OPENED.computeIfAbsent(
                fingerprint(table),
                key -> new PacTable(table, unit, worlds.orElse(WORLDS), Promise.cap("--cap", cap.orElse(CAP))));
        if (unit.isPresent() && !unit.equals(known.unit())) {
            throw new IllegalArgumentException("this table's account protects "
                    + known.unit().map(u -> "values of " + u).orElse("rows") + ", got " + unit.get()
                    + ": one table has one account, go on with the same unit");
        }
        if (worlds.filter(w -> w != known.worlds()).isPresent()
                || cap.map(typed -> Promise.cap("--cap", typed))
                        .filter(c -> !c.equals(known.cap()))
                        .isPresent()) {
            throw new IllegalArgumentException(
                    "this table's account has " + known.worlds() + " worlds and a cap of " + known.cap() + " ("
                            + Promise.percent(known.cap()) + "): the first request fixes both, leave them out");
        }
        return known;
    }

    /// The accounts of all tables asked about in this kernel, one line each.
    public static synchronized List<String> accounts() {
        return OPENED.values().stream().map(PacTable::toString).sorted().toList();
    }

    private static String fingerprint(DataFrame table) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String column : table.getColumnsIndex()) {
                digest.update((column + "\n").getBytes(StandardCharsets.UTF_8));
                for (Object cell : table.getColumn(column)) {
                    digest.update((cell + "\t").getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("expected SHA-256 in the JDK", absent);
        }
    }
}
