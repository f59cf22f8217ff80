package org.vitrail.mechanism.schema;

/// A public, finite list of ascending intervals of numbers.
interface Grid {
    /// How many intervals; >= 1.
    int size();

    /// The interval of a number, or -1 for none; depends on nothing but the number.
    int cell(double number);

    /// The least number of an interval.
    double lower(int cell);

    /// The largest number of an interval.
    double upper(int cell);
}
