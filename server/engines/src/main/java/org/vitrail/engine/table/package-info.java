/// From files and databases to encoded rows: the only readers of private data.
///
/// **Guarantee.** reads exactly the file it was given, with no access to anything else; every message names
/// columns and rules, never a value, a count or a row.
/// **Public.** column names and the types that a Parquet or Arrow file declares; schemas.   **Private.**
/// the rows.
/// **Source.** server/adr/0053-reading-private-tables.md, 0052-paid-schema-inference.md.
/// **Deviations.** none.      **Known gaps.** reading time and memory depend on the rows.
/// **Read in this order.** SourceHeader → TableReader → SchemaReader → TableRefusedException → Snapshots →
/// JdbcSource → ClinicSample.
@NullMarked
package org.vitrail.engine.table;

import org.jspecify.annotations.NullMarked;
