/// Registering datasets, and their public facts.
///
/// **Guarantee.** one set of bytes has one account in a project; an inferred schema is paid for before it is read.
/// **Public.** names, declared schemas, caps.   **Private.** the bytes, their number of rows, their unsalted hash.
/// **Source.** server/adr/0062-sessions-and-datasets.md.
/// **Deviations.** none.      **Known gaps.** datasets are not deleted; the same rows in another encoding are other
/// bytes: a cap protects against mistakes, not against an owner.
/// **Read in this order.** Datasets → DatasetRow → Ingest.
@NullMarked
package org.vitrail.app.dataset;

import org.jspecify.annotations.NullMarked;
