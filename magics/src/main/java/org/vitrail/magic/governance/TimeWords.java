package org.vitrail.magic.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as people write and read them.
public final class TimeWords {
    private static final Pattern FORM = Pattern.compile("(?:\\d{1,9}[smhdw])+");
    private static final Pattern PART = Pattern.compile("(\\d+)([smhdw])");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);

    private TimeWords() {}

    /// The seconds of `90m`, `12h`, `7d`, `1d12h`: whole numbers of s, m (minutes), h, d and w.
    ///
    /// @throws IllegalArgumentException one line, for any other form
    public static long seconds(String option, String typed) {
        if (!FORM.matcher(typed).matches()) {
            throw new IllegalArgumentException("UsageError: " + option + ": a time as 90m, 12h, 7d or 1d12h expected"
                    + " (s, m for minutes, h, d, w), got '" + typed + "'");
        }
        long seconds = 0;
        Matcher parts = PART.matcher(typed);
        while (parts.find()) {
            seconds += Long.parseLong(parts.group(1)) * SECONDS.getOrDefault(parts.group(2), 0L);
        }
        return seconds;
    }

    /// `just now`, `5 min ago`, `3 h ago`, `2 days ago`.
    ///
    /// @param at as ISO 8601
    static String age(String at, Instant now) {
        Duration age = Duration.between(Instant.parse(at), now);
        if (age.toMinutes() < 1) {
            return "just now"; // also where the server's clock goes before ours
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min ago";
        }
        if (age.toDays() < 2) {
            return age.toHours() + " h ago";
        }
        return age.toDays() + " days ago";
    }
}
