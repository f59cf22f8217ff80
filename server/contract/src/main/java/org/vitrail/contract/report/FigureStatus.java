package org.vitrail.contract.report;

/// Who may see a figure.
public enum FigureStatus {
    /// Computed from the released rows and public facts alone: publishable, the release's guarantee covers it.
    PRIVATE_RELEASE("from the private release: may be published"),
    /// Measured on private rows with noise that was paid for.
    PAID("paid for from the budget: may be published"),
    /// Computed from private rows without noise.
    NOT_PRIVATE("not private: do not publish");

    private final String words;

    FigureStatus(String words) {
        this.words = words;
    }

    /// The mark to show beside the figure.
    public String words() {
        return words;
    }
}
