package org.vitrail.privacy.accounting.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Events with one number left open: `poisson_gaussian(q=0.01, sigma=?, count=1000)`.
///
/// @param text with exactly one `?`
/// @param field the name of the number that is open
public record EventTemplate(String text, String field) {
    private static final Pattern HOLE = Pattern.compile("(\\w+)\\s*=\\s*\\?");

    /// Finds the open number.
    ///
    /// @throws IllegalArgumentException unless there is exactly one
    public static EventTemplate of(String text) {
        Matcher hole = HOLE.matcher(text);
        if (!hole.find() || text.indexOf('?') != text.lastIndexOf('?')) {
            throw new IllegalArgumentException(
                    "events must have exactly one open number, such as sigma=?, got '" + text + "'");
        }
        EventText.parse(text.replace("?", "1")); // names that are wrong are said first
        return new EventTemplate(text, hole.group(1));
    }

    /// The events with that number.
    public PrivacyEvent at(double value, NeighbouringRelation relation) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        String number = whole ? Long.toString((long) value) : Double.toString(value);
        return new EventReader(relation).all(EventText.parse(text.replace("?", number)));
    }
}
