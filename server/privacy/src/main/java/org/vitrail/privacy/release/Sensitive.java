package org.vitrail.privacy.release;

import java.util.function.BiFunction;
import java.util.function.Function;

/// A private value: it can be computed with, never printed or sent.
public final class Sensitive<T> {
    private final T value;

    private Sensitive(T value) {
        this.value = value;
    }

    /// Marks a value as private.
    public static <T> Sensitive<T> of(T value) {
        return new Sensitive<>(value);
    }

    /// Computes with the value; the result is private too.
    ///
    /// @param step a pure function: no logging, no field written, no exception that depends on the rows
    public <R> Sensitive<R> map(Function<? super T, ? extends R> step) {
        return new Sensitive<>(step.apply(value));
    }

    /// Computes with two private values; the result is private too.
    public <U, R> Sensitive<R> with(Sensitive<U> other, BiFunction<? super T, ? super U, ? extends R> step) {
        return new Sensitive<>(step.apply(value, other.value));
    }

    T reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Sensitive[?]";
    }
}
