package org.vitrail.mechanism.port;

import java.util.OptionalLong;
import org.vitrail.contract.table.TableSchema;

/// All that a planner may know of a dataset.
///
/// @param schema declared or paid for
/// @param rows the number of rows, where it was declared public
public record PublicFacts(TableSchema schema, OptionalLong rows) {}
