package org.vitrail.mechanism.neighbours;

/// The inner kernel: four rows against one panel of candidates. Implementations differ in speed and in float
/// rounding only, within the bound of [Block].
interface Tiles {
    /// Rows of a tile.
    int ROWS = 4;

    /// Candidates of a panel.
    int width();

    /// Computes |c|² − 2 x·c for four rows and a panel of candidates.
    ///
    /// @param panel which of the candidates' panels
    /// @param rows `[tiles][dimensions][4]`
    /// @param tile which of the tiles
    /// @param limits for each row of all tiles; NaN is below everything
    /// @param scores `[4][width]`, written if the answer is true
    /// @return whether any score is at most its row's limit
    boolean score(Packed candidates, int panel, float[] rows, int tile, float[] limits, float[] scores);

    /// The fastest one of this JVM for so much work; all give the same votes.
    ///
    /// @param products rows · candidates · dimensions
    static Tiles fastest(long products) {
        return Lanes.pay(products) ? new VectorTiles() : new PlainTiles();
    }
}
