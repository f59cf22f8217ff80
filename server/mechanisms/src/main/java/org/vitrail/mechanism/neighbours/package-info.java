/// Nearest-neighbour votes: every private vector votes for the candidates nearest to it.
///
/// **Guarantee.** one row's votes, or with persons one person's joint vector over all labels, have L2 norm at most 1
/// (2^20 on the grid); which candidate a row votes for depends on that row and the candidates only.
/// **Public.** candidates, k, labels.   **Private.** rows, persons and the votes: inside `Sensitive.map` only.
/// **Source.** Lin et al. (2024), arXiv:2305.15560; Goto and van de Geijn (2008) for the blocked matrix product;
/// Higham (2002), section 3.1, for the error bound of the filter.
/// **Deviations.** server/adr/0070: a product in floats filters, doubles decide.
/// **Known gaps.** squared Euclidean distance only; for unit vectors it ranks like the cosine.
/// **Read in this order.** NearestVotes → Search → Block → Tiles → Shortlist.
@NullMarked
package org.vitrail.mechanism.neighbours;

import org.jspecify.annotations.NullMarked;
