package org.vitrail.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The 22 queries of TPC-H with its validation parameters.
public final class TpchQueries {
    private TpchQueries() {}

    /// Query number → text.
    public static Map<Integer, String> all() {
        Map<Integer, String> queries = new LinkedHashMap<>();
        try (InputStream in = TpchQueries.class.getResourceAsStream("tpch.sql")) {
            if (in == null) {
                throw new IllegalStateException("expected tpch.sql beside this class");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : text.split("(?m)^-- ", -1)) {
                int end = part.indexOf('\n');
                if (end > 0) {
                    queries.put(
                            Integer.parseInt(part.substring(0, end).strip()),
                            part.substring(end + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return queries;
    }
}
