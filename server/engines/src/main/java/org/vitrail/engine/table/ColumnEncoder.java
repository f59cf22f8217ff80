package org.vitrail.engine.table;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Column.OnInvalid;
import org.vitrail.contract.table.Domain;

/// Encodes one column's cells by its declared domain. Every cell is encoded on its own: what becomes of it
/// depends on no
/// other row. Broken rules of a `REFUSE` column are remembered, not thrown, so that reading takes its course.
///
/// | cell | `CLAMP` | `REFUSE` |
/// |---|---|---|
/// | missing (NULL, empty, `nan`), nullable | missing | missing |
/// | missing, not nullable | `other` or first category; middle of the range | refused |
/// | unlisted category | `other`; else first category | `other`; else refused |
/// | number outside the range, infinite | nearest bound | refused |
/// | not a number | as missing | refused |
/// | fraction in an integer column | nearest whole number | refused |
final class ColumnEncoder implements CellSink {
    /// A rule that a cell may break.
    enum Rule {
        MISSING("a missing value although it is not nullable"),
        UNLISTED("a value that is not one of its declared categories"),
        RANGE("a number outside its declared range"),
        NO_NUMBER("a value that is not a number"),
        NO_WHOLE("a number that is not whole");

        private final String words;

        Rule(String words) {
            this.words = words;
        }
    }

    private final Column column;
    private final boolean categorical;
    private final boolean whole;
    private final double min;
    private final double max;
    private final double middle;
    private final Map<String, Integer> codes = new HashMap<>();
    private final int missingCode;
    private final int clampCode;
    private final boolean hasOther;
    private final Set<Rule> broken = EnumSet.noneOf(Rule.class);
    private int[] ints = new int[0];
    private double[] doubles = new double[0];
    private int count;

    ColumnEncoder(Column column) {
        this.column = column;
        int other = 0;
        int size = 0;
        boolean catchAll = false;
        switch (column.domain()) {
            case Domain.Categorical(List<String> values, var named) -> {
                for (String value : values) {
                    codes.put(value, codes.size());
                }
                size = values.size();
                other = named.map(values::indexOf).orElse(0);
                catchAll = named.isPresent();
                categorical = true;
                whole = false;
                min = 0;
                max = 0;
                middle = 0;
            }
            case Domain.IntegerRange(long low, long high, var _) -> {
                categorical = false;
                whole = true;
                min = low;
                max = high;
                middle = Math.floor(min + (max - min) / 2);
            }
            case Domain.RealRange(double low, double high, var _) -> {
                categorical = false;
                whole = false;
                min = low;
                max = high;
                middle = min / 2 + max / 2;
            }
        }
        missingCode = size;
        clampCode = other;
        hasOther = catchAll;
    }

    @Override
    public boolean wantsNumbers() {
        return !categorical;
    }

    @Override
    public void text(String text) {
        if (text.isEmpty()) {
            missing();
        } else if (categorical) {
            category(text);
        } else {
            switch (Numbers.kind(text)) {
                case NUMBER -> number(Numbers.value(text));
                case MISSING -> missing();
                case NO_NUMBER -> {
                    broken.add(Rule.NO_NUMBER);
                    add(column.nullable() ? Double.NaN : middle);
                }
            }
        }
    }

    private void category(String text) {
        Integer code = codes.get(text);
        if (code == null) {
            if (!hasOther) {
                broken.add(Rule.UNLISTED);
            }
            add(clampCode);
        } else {
            add(code);
        }
    }

    @Override
    public void number(double number) {
        if (Double.isNaN(number)) {
            missing();
            return;
        }
        if (number < min || number > max) {
            broken.add(Rule.RANGE);
        }
        if (whole && Math.rint(number) != number) {
            broken.add(Rule.NO_WHOLE);
        }
        double rounded = whole ? Math.rint(number) : number;
        add(Math.clamp(rounded, min, max) + 0.0); // no negative zero
    }

    @Override
    public void missing() {
        if (!column.nullable()) {
            broken.add(Rule.MISSING);
        }
        if (categorical) {
            add(column.nullable() ? missingCode : clampCode);
        } else {
            add(column.nullable() ? Double.NaN : middle);
        }
    }

    private void add(int code) {
        if (count == ints.length) {
            ints = Arrays.copyOf(ints, Math.max(1024, count + (count >> 1)));
        }
        ints[count++] = code;
    }

    private void add(double number) {
        if (count == doubles.length) {
            doubles = Arrays.copyOf(doubles, Math.max(1024, count + (count >> 1)));
        }
        doubles[count++] = number;
    }

    int count() {
        return count;
    }

    /// `int[count]` or `double[count]`; ends the encoding.
    Object encoded() {
        return categorical ? Arrays.copyOf(ints, count) : Arrays.copyOf(doubles, count);
    }

    /// @throws TableRefusedException if the column refuses invalid values and there were some
    void check() throws TableRefusedException {
        if (column.onInvalid() == OnInvalid.REFUSE && !broken.isEmpty()) {
            throw new TableRefusedException("column '" + column.name() + "' has "
                    + broken.stream().map(rule -> rule.words).collect(Collectors.joining(" and "))
                    + "; correct the data, widen the schema, or set on_invalid: clamp for it");
        }
    }
}
