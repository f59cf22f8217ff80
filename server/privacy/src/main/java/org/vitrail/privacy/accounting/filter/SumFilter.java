package org.vitrail.privacy.accounting.filter;

import java.util.ArrayList;
import java.util.List;

/// Exact sums against caps: check first, charge only what fits. One amount, or several that must all fit, as ε and
/// δ.
///
/// Example: against a cap of 0.3, three charges of 0.1 fit and a fourth does not; with doubles the third would not.
public final class SumFilter {
    private final List<Rational> caps;
    private List<Rational> spent;

    /// @param caps at least one
    public SumFilter(List<Rational> caps) {
        if (caps.isEmpty()) {
            throw new IllegalArgumentException("caps must be at least 1, got 0");
        }
        this.caps = List.copyOf(caps);
        this.spent = caps.stream().map(cap -> Rational.NOTHING).toList();
    }

    /// Charges `amounts` if all sums stay within their caps; otherwise changes nothing.
    ///
    /// @param amounts as many as there are caps
    /// @return whether they were charged
    public synchronized boolean request(List<Rational> amounts) {
        boolean fits = fits(amounts);
        if (fits) {
            spent = after(amounts);
        }
        return fits;
    }

    /// What has been charged.
    public synchronized List<Rational> spent() {
        return spent;
    }

    synchronized boolean fits(List<Rational> amounts) {
        List<Rational> after = after(amounts);
        for (int i = 0; i < caps.size(); i++) {
            if (after.get(i).compareTo(caps.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /// Advances the sums whether or not they fit: some other filter has accepted.
    synchronized void advance(List<Rational> amounts) {
        spent = after(amounts);
    }

    private List<Rational> after(List<Rational> amounts) {
        if (amounts.size() != caps.size()) {
            throw new IllegalArgumentException("amounts must be " + caps.size() + ", got " + amounts.size());
        }
        List<Rational> sums = new ArrayList<>();
        for (int i = 0; i < caps.size(); i++) {
            sums.add(spent.get(i).plus(amounts.get(i)));
        }
        return List.copyOf(sums);
    }
}
