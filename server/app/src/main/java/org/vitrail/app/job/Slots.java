package org.vitrail.app.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Where jobs run. A free slot goes to the user of whom the fewest jobs run, then to whom none was given for longest,
/// then to who waits longest: somebody who submits many jobs delays his own, not everybody's.
final class Slots {
    private static final long LOOK_MILLIS = 50;

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Long> served = new HashMap<>(); // users that wait or run
    private int free;
    private long given;

    private record Waiting(String user, long place) {}

    /// @param free how many jobs may run at once
    Slots(int free) {
        this.free = free;
    }

    /// Waits for a slot.
    ///
    /// @param givenUp asked again and again while it waits
    /// @return whether there is one; otherwise it was given up
    synchronized boolean await(String user, BooleanSupplier givenUp) throws InterruptedException {
        given++;
        Waiting mine = new Waiting(user, given);
        waiting.add(mine);
        try {
            while (!givenUp.getAsBoolean()) {
                if (free > 0 && next().equals(mine)) {
                    free--;
                    given++;
                    served.put(user, given);
                    running.merge(user, 1, Integer::sum);
                    return true;
                }
                wait(LOOK_MILLIS);
            }
            return false;
        } finally {
            waiting.remove(mine);
            notifyAll();
        }
    }

    private Waiting next() {
        return waiting.stream()
                .min(Comparator.comparingInt((Waiting one) -> running.getOrDefault(one.user(), 0))
                        .thenComparingLong(one -> served.getOrDefault(one.user(), 0L))
                        .thenComparingLong(Waiting::place))
                .orElseThrow();
    }

    /// Gives a slot back.
    synchronized void release(String user) {
        free++;
        running.computeIfPresent(user, (_, jobs) -> jobs > 1 ? jobs - 1 : null);
        if (!running.containsKey(user)
                && waiting.stream().noneMatch(one -> one.user().equals(user))) {
            served.remove(user);
        }
        notifyAll();
    }

    /// How many wait.
    synchronized int waiting() {
        return waiting.size();
    }
}
