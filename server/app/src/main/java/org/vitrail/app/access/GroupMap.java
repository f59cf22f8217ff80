package org.vitrail.app.access;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// From the groups of an identity provider to what they mean here; a group that is not named means nothing.
///
/// @param meanings of each group
public record GroupMap<T>(Map<String, Set<T>> meanings) {
    public GroupMap {
        meanings = Map.copyOf(meanings);
    }

    /// Reads entries `GROUP=MEANING`; the last `=` counts, and a group may be named again for a further meaning.
    ///
    /// @param setting the setting's name, for the error
    /// @throws IllegalArgumentException one line
    public static <T> GroupMap<T> parse(String setting, List<String> entries, Function<String, T> meaning) {
        Map<String, Set<T>> found = new TreeMap<>();
        for (String entry : entries) {
            int cut = entry.lastIndexOf('=');
            if (cut <= 0 || cut == entry.length() - 1) {
                throw new IllegalArgumentException(
                        setting + " must hold entries GROUP=MEANING between commas, got '" + entry + "'");
            }
            found.computeIfAbsent(entry.substring(0, cut).strip(), _ -> new LinkedHashSet<>())
                    .add(meaning.apply(entry.substring(cut + 1).strip()));
        }
        return new GroupMap<>(found);
    }

    /// What these groups mean together.
    public Set<T> of(Collection<String> groups) {
        Set<T> all = new LinkedHashSet<>();
        groups.forEach(group -> all.addAll(meanings.getOrDefault(group, Set.of())));
        return all;
    }
}
