/// What holds a session: filters that stay valid though each request is chosen after the answers before it.
///
/// **Guarantee.** a session whose requests all passed a [SessionFilter] for (ε, δ) is (ε, δ)-DP under fully
/// adaptive
/// composition. A request is checked before anything runs; one that is denied costs nothing and changes nothing.
///
/// *Rule.* Fixed at opening: ε; measures 1 … K; shares δ_1 … δ_K with a sum of at most δ; a cap C_k such that "sum
/// within C_k" implies (ε, δ_k)-DP under fully adaptive composition. A request with charges (a_1, …, a_K), a_k in
/// \[0, ∞\], is accepted if some k has S_k + a_k <= C_k; then every sum advances, those that pass their cap too.
///
/// *Proof.* Let M be the session, M_k the session cut off by filter k alone. Sums never fall, so on every finished
/// transcript the filter that accepted the last request was never exceeded. Let A_k be the transcripts for which k
/// is
/// the smallest measure that was never exceeded: a partition. For neighbours D, D′ and an event S,
/// Pr\[M(D) ∈ S ∩ A_k\] = Pr\[M_k(D) ∈ S ∩ A_k\] <= e^ε Pr\[M_k(D′) ∈ S ∩ A_k\] + δ_k = e^ε Pr\[M(D′) ∈ S ∩ A_k\] +
/// δ_k.
/// Summing over k, Pr\[M(D) ∈ S\] <= e^ε Pr\[M(D′) ∈ S\] + Σ δ_k. ∎
///
/// *What it uses.* Charges are >= 0 and depend on the request and earlier answers, never on the data; every
/// accepted
/// request is charged in every measure, ∞ where it has none; K, caps and shares never change; one ε and one
/// relation.
///
/// *Why no privacy loss distribution.* Stopping when composed distributions exceed a budget is not a valid filter
/// (arXiv 2602.06756): the set of measures is sealed and has none. A job whose plan is fixed before it starts may
/// be
/// priced by one inside, and enters as `ApproximateDp` with the (ε, δ) that came out, or as its events.
///
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Rogers, Roth, Ullman, Vadhan (2016), Lemma 3.5, sums; Feldman, Zrnic (2021), Thm 4.3 and Remark 4.4,
/// RDP at a fixed order and zCDP; Smith, Thakurta (2022), GDP; the rule above is our own derivation.
/// **Deviations.** none.      **Known gaps.** no concurrent interactive mechanisms; a single request that holds
/// adaptively chosen parameters inside itself must be charged for its worst case.
/// **Read in this order.** Rational → SumFilter → Measure → PublicPartition → SessionFilter.
///
/// # Worked example
///
/// A session of (1, 1e-6):
///
/// ```java
/// SessionFilter session = SessionFilter.equalShares(
///         NeighbouringRelation.ADD_OR_REMOVE_ONE, 1, 1e-6, List.of(new Measure.Gdp()));
/// boolean first = session.request(new PrivacyEvent.Gaussian(10));
/// boolean second = session.request(new PrivacyEvent.Gaussian(1));
/// boolean third = session.request(new PrivacyEvent.Gaussian(10));
/// ```
///
/// The second request is too much for what is left and changes nothing, so the third is accepted.
@NullMarked
package org.vitrail.privacy.accounting.filter;

import org.jspecify.annotations.NullMarked;
