/// PAC-private SQL: a query's aggregates in 64 worlds, by one pass where the query allows.
///
/// **Guarantee.** an answer is a release of the database's `Universe` at the stated charge, or a refusal; whether and
/// why it is refused and which groups are shown follow from all rows and never from the secret world, and by sizes
/// with noise: all that they tell of a single unit is at most the charge too (server/adr/0154). Each unit's
/// contribution is bounded before any world is looked at (its rows limited, its values cut, its parts cut again), and
/// no number has less noise than one unit's contribution asks for; see server/adr/0153.
/// **Public.** declarations, queries, charges, answers.   **Private.** tables, masks, worlds' values, the secret.
/// **Source.** Battiston, Yuan, Zhu, Boncz (2026): 64 worlds as the bits of a word, values as lists of 64.
/// **Deviations.** units are first added up within DuckDB, then counted into worlds here; all cells of an answer are
/// one vector for one price; see server/adr/0122.
/// **Known gaps.** run time, and refusals by what numbers there are, tell about the table (not about the secret half).
/// **Read in this order.** PacSchema → PacDatabase → QueryPlanner → Grammar → Names → Masks → Known → Formula →
/// WorldQuery → WorldRunner.
@NullMarked
package org.vitrail.engine.pac;

import org.jspecify.annotations.NullMarked;
