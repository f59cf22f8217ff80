package org.vitrail.privacy.release;

import org.vitrail.privacy.accounting.MuSquared;

/// A public value that went through the [Gate], with what the gate had charged for it in all.
public final class Released<T> {
    private final T value;
    private final MuSquared charged;

    Released(T value, MuSquared charged) {
        this.value = value;
        this.charged = charged;
    }

    /// The public value.
    public T value() {
        return value;
    }

    /// What was charged: for a measurement its own charge, for a sealed product everything the gate charged.
    public MuSquared charged() {
        return charged;
    }
}
