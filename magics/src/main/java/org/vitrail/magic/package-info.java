/// The magics of the notebook and what a kernel must know about them.
///
/// **Guarantee.** none of its own: magics send requests and show answers, they never hold private rows.
/// **Public.** names, help texts and completions of the magics.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** VitrailExtension → Magic → Notebook → SynthesizeMagic → SyntheticFrame → MagicCatalog
@NullMarked
package org.vitrail.magic;

import org.jspecify.annotations.NullMarked;
