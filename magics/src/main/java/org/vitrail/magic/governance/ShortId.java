package org.vitrail.magic.governance;

import java.util.List;
import java.util.Optional;

/// Ids as people read and type them: the first characters, as far as they tell.
public final class ShortId {
    /// How many characters of an id are shown.
    public static final int SHOWN = 8;

    private static final int TYPED_MIN = 4;

    private ShortId() {}

    /// The first eight characters.
    public static String of(String id) {
        return id.substring(0, Math.min(SHOWN, id.length()));
    }

    /// The one id that is or begins with what was typed (at least four characters); empty if none does.
    ///
    /// @throws IllegalArgumentException one line, if several do
    public static Optional<String> whole(String typed, List<String> ids) {
        if (ids.contains(typed)) {
            return Optional.of(typed);
        }
        List<String> found = typed.length() < TYPED_MIN
                ? List.of()
                : ids.stream().filter(id -> id.startsWith(typed)).distinct().toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + typed + "' begins " + found.size() + " ids, as " + found.getFirst() + "; type more of it");
        }
        return found.stream().findFirst();
    }
}
