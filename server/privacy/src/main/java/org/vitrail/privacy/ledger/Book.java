package org.vitrail.privacy.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A ledger read line by line: the balances that follow, and whether every line was allowed where it stands.
///
/// @param <A> the kind of ledger
public final class Book<A extends Amount<A>> {
    private final Map<String, Node<A>> nodes = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, Job<A>> open = new HashMap<>();
    private final Set<String> jobs = new HashSet<>();

    /// An empty ledger.
    public Book() {}

    private record Job<A extends Amount<A>>(String account, A amount, boolean started) {}

    /// Reads one more line; one that is refused changes nothing.
    ///
    /// @throws IllegalStateException naming the line and the rule it breaks: over a cap; reserved twice; resolved
    ///     without a reservation or twice (so what started is never voided); a cap lowered
    public void read(Line<A> line) {
        try {
            switch (line) {
                case Line.Opened<A> opened -> open(opened);
                case Line.Reserved<A>(String job, String account, A amount) -> {
                    expect(!jobs.contains(job), "job " + job + " is reserved a second time");
                    keep(route(account).reserve(amount));
                    jobs.add(job);
                    open.put(job, new Job<>(account, amount, false));
                }
                case Line.Started<A>(String job) -> {
                    Job<A> waiting = find(job, false);
                    keep(route(waiting.account()).start(waiting.amount()));
                    open.put(job, new Job<>(waiting.account(), waiting.amount(), true));
                }
                case Line.Voided<A>(String job) -> {
                    Job<A> waiting = find(job, false);
                    keep(route(waiting.account()).giveBack(waiting.amount()));
                    open.remove(job);
                }
                case Line.Released<A>(String job, String _) -> end(job);
                case Line.Failed<A>(String job) -> end(job);
                case Line.Closed<A>(String account, String _) ->
                    keep(route(account).close());
                case Line.Raised<A>(String account, A cap, String _) ->
                    keep(route(account).raise(cap));
                case Line.Noted<A>(String account, String _) -> route(account);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalStateException("broken history at " + line + ": " + e.getMessage(), e);
        }
    }

    private void open(Line.Opened<A> opened) {
        expect(!nodes.containsKey(opened.account()), "account " + opened.account() + " is opened a second time");
        List<Node<A>> route = new ArrayList<>();
        route.add(new Node<>(opened.account(), opened.guaranteed(), false, Balance.open(opened.cap())));
        opened.parent().ifPresent(parent -> route.addAll(route(parent).nodes()));
        keep(new Route<>(route).open());
        opened.parent().ifPresent(parent -> parents.put(opened.account(), parent));
    }

    private Job<A> find(String job, boolean started) {
        Job<A> found = open.get(job);
        if (found == null || found.started() != started) {
            throw new IllegalStateException(
                    "job " + job + " has no " + (started ? "started" : "open") + " reservation");
        }
        return found;
    }

    private void end(String job) {
        find(job, true);
        open.remove(job);
    }

    private void keep(Route<A> route) {
        route.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /// The accounts that a charge on `account` debits.
    public Route<A> route(String account) {
        List<Node<A>> route = new ArrayList<>();
        Optional<String> id = Optional.of(account);
        while (id.isPresent()) {
            Node<A> node = nodes.get(id.get());
            if (node == null) {
                throw new IllegalStateException("there is no account " + id.get());
            }
            route.add(node);
            id = Optional.ofNullable(parents.get(id.get()));
        }
        return new Route<>(route);
    }

    /// Every account, by its id.
    public Map<String, Node<A>> accounts() {
        return Map.copyOf(nodes);
    }

    /// Jobs that are reserved or started and have not ended.
    public Set<String> unresolved() {
        return Set.copyOf(open.keySet());
    }
}
