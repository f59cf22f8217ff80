package org.vitrail.contract.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes the credentials out of a JDBC URL, in the forms that PostgreSQL and H2 know: settings, and a user before the
/// host.
final class JdbcUrl {
    private static final Set<String> SECRET = Set.of("user", "password");

    private JdbcUrl() {}

    /// The same source without user and password. In doubt more is left out, never less.
    static String withoutCredentials(String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        int begin = url.indexOf(h2 ? ';' : '?');
        String source = (begin < 0 ? url : url.substring(0, begin)).replaceFirst("//[^/]*@", "//");
        if (begin < 0) {
            return source;
        }
        // H2 takes a separator behind a backslash as part of the value
        String kept = Arrays.stream(url.substring(begin + 1).split(h2 ? "(?<!\\\\);" : "&", -1))
                .filter(setting -> !isSecret(setting))
                .collect(Collectors.joining(h2 ? ";" : "&"));
        return kept.isEmpty() ? source : source + url.charAt(begin) + kept;
    }

    /// Whether any reading of the separators finds a credential in it.
    private static boolean isSecret(String setting) {
        return Arrays.stream(setting.split("[&;?]", -1))
                .map(part -> part.split("=", 2)[0].strip().toLowerCase(Locale.ROOT))
                .anyMatch(SECRET::contains);
    }
}
