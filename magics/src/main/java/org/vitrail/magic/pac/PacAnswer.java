package org.vitrail.magic.pac;

import java.util.ArrayList;
import java.util.List;
import org.dflib.DataFrame;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// An answer that may be shown to others, with what it cost.
///
/// @param question what was asked, in words
/// @param names of the numbers
/// @param values the noisy numbers
/// @param charged what this answer tells at most
/// @param spent what all answers about the table tell at most
/// @param cap most that they may tell
/// @param units how many units the table holds, half of which were used
/// @param worlds how many halves there are to guess from
/// @param replayed whether it is an earlier answer to the same request, at no cost
public record PacAnswer(
        String question,
        List<String> names,
        List<Double> values,
        Nats charged,
        Nats spent,
        Nats cap,
        int units,
        int worlds,
        boolean replayed) {
    public PacAnswer {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /// The numbers as an array.
    public double[] numbers() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// One number.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public double value(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no number '" + name + "'; there are " + names);
        }
        return values.get(at);
    }

    /// A table of names and numbers.
    public DataFrame frame() {
        Object[] cells = new Object[2 * names.size()];
        for (int i = 0; i < names.size(); i++) {
            cells[2 * i] = names.get(i);
            cells[2 * i + 1] = values.get(i);
        }
        return DataFrame.foldByRow("name", "value").of(cells);
    }

    /// What this answer promises, line by line, in the words of the method's limits.
    public List<String> promise() {
        List<String> lines = new ArrayList<>();
        lines.add("Computed on a secret half of the " + units
                + " units, plus noise sized from how much the answer changes" + " between halves.");
        lines.add("Someone who knows everything else and could guess with 50 % whether a unit is in that half can do so"
                + " with at most " + Promise.percent(charged) + " after this answer, " + Promise.percent(spent)
                + " after all " + "so far.");
        lines.add("Budgets add up: after 10 more answers like this one "
                + Promise.percent(spent.plus(charged.times(10))) + "; the cap of "
                + Promise.percent(cap) + " has room for "
                + PosteriorSuccess.answers(cap.minus(spent), charged) + " more.");
        lines.add(
                "It does not hide whether a unit is in the table at all, nor facts that are true of every half; it is an"
                        + " average promise, not a worst case; it is not differential privacy and has no epsilon.");
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(question);
        int shown = Math.min(values.size(), 12);
        for (int i = 0; i < shown; i++) {
            out.append("\n  ")
                    .append(names.get(i))
                    .append(" = ")
                    .append(String.format(java.util.Locale.ROOT, "%.6g", values.get(i)));
        }
        if (shown < values.size()) {
            out.append("\n  … ").append(values.size() - shown).append(" more");
        }
        promise().forEach(line -> out.append('\n').append(line));
        return out.toString();
    }
}
