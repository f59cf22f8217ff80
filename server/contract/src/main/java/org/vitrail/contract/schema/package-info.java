/// The schema file that people write, in YAML or JSON, to and from [org.vitrail.contract.table.TableSchema].
///
/// **Guarantee.** none of its own: a schema is declared in public.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/adr/0080-schema-file.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** SchemaFile → SchemaText
@NullMarked
package org.vitrail.contract.schema;

import org.jspecify.annotations.NullMarked;
