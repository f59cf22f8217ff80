package org.vitrail.contract.dataset;

import org.vitrail.contract.table.TableSchema;

/// The public description of a table that links to another.
///
/// @param name as a query has it in FROM
/// @param schema its columns; its unit is one value of the link's column
/// @param link which rows of which table its rows belong to
public record LinkedTable(String name, TableSchema schema, TableLink link) {}
