package org.vitrail.privacy.release;

/// A value computed from private rows without noise, for the rows' owner alone. It is no [Released]: nothing that
/// takes
/// a release takes it, and whoever sends it has to check who asks.
public final class OwnerOnly<T> {
    private final T value;

    OwnerOnly(T value) {
        this.value = value;
    }

    /// The value; not private, not to be published.
    public T notPrivate() {
        return value;
    }

    @Override
    public String toString() {
        return "OwnerOnly[?]";
    }
}
