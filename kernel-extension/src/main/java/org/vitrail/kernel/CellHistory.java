package org.vitrail.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.history.HistoryEntry;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/// The cells of this kernel's life; one session, numbered 1.
final class CellHistory implements HistoryManager {
    private static final int SESSION = 1;
    private final List<HistoryEntry> entries = new ArrayList<>();

    synchronized void add(int number, String input) {
        entries.add(new HistoryEntry(SESSION, number, input, ""));
    }

    /// The entries that a request asks for.
    List<HistoryEntry> answer(HistoryRequest request) {
        return switch (request) {
            case HistoryRequest.Range range ->
                lookupRange(range.getSessionIndex(), range.getStart(), range.getStop(), Set.of());
            case HistoryRequest.Tail tail -> lookupTail(tail.getMaxReturnLength(), Set.of());
            case HistoryRequest.Search search ->
                search(
                        search.getPattern(),
                        search.getMaxReturnLength(),
                        search.filterUnique() ? Set.of(ResultFlag.UNIQUE) : Set.of());
            default -> List.of();
        };
    }

    @Override
    public synchronized List<HistoryEntry> lookupRange(int session, int start, int end, Set<ResultFlag> flags) {
        boolean mine = session == 0 || session == SESSION;
        return entries.stream()
                .filter(e -> mine && e.getCellNumber() >= start && e.getCellNumber() < end)
                .toList();
    }

    @Override
    public synchronized List<HistoryEntry> lookupTail(int n, Set<ResultFlag> flags) {
        return List.copyOf(entries.subList(Math.max(0, entries.size() - n), entries.size()));
    }

    @Override
    public synchronized List<HistoryEntry> search(String pattern, int n, Set<ResultFlag> flags) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*', '%' -> regex.append(".*");
                case '?', '_' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        Pattern wanted = Pattern.compile(regex.toString(), Pattern.DOTALL);
        Map<Object, HistoryEntry> found = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            if (wanted.matcher(entry.getInput()).matches()) {
                Object key = flags.contains(ResultFlag.UNIQUE) ? entry.getInput() : (Object) found.size();
                found.put(key, entry);
            }
        }
        List<HistoryEntry> all = List.copyOf(found.values());
        return n <= 0 ? all : all.subList(Math.max(0, all.size() - n), all.size());
    }
}
