package org.vitrail.contract.dataset;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.MeasureName;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// Registers the bytes of a table (uploaded beforehand, or read by the server through JDBC) under a name.
///
/// @param name letters, digits, `_` and `-`, at most 64
/// @param format how the bytes are read
/// @param schema declared columns and unit; where `inference` is present: declared columns, the others
///     are inferred
/// @param inference what may be spent on bounds and categories; empty: nothing is inferred
/// @param epsilonCap the dataset's cap; finite, > 0
/// @param deltaCap the dataset's cap; in (0, 1)
/// @param rowsPublic the number of rows, if it may be known to everybody; empty: private
/// @param jdbcUrl source for [Format#JDBC]; holds credentials only on its way to the copy
/// @param jdbcQuery table or select statement for [Format#JDBC]
/// @param renewal whether these are newer rows of a dataset of that name, with a cap of their own; what
///     was spent on the rows before counts in the total over time
/// @param measures what the cap is kept in, fixed when it is opened ([MeasureName]); each charge is taken
///     in all of them and any may accept it, for which they share `deltaCap`; `gdp` alone if nothing is
///     said
/// @param pac what PAC privacy may tell of these rows, beside the caps of differential privacy; empty:
///     nothing
/// @param link which rows of another dataset these rows belong to, whose PAC account then pays for what is
///     told of them; empty: they stand alone
public record RegisterDataset(
        String name,
        Format format,
        Optional<TableSchema> schema,
        Optional<Inference> inference,
        double epsilonCap,
        double deltaCap,
        Optional<Long> rowsPublic,
        Optional<String> jdbcUrl,
        Optional<String> jdbcQuery,
        boolean renewal,
        List<String> measures,
        Optional<PacTerms> pac,
        Optional<TableLink> link) {

    /// How the registered bytes are read.
    public enum Format {
        /// Comma-separated values with a header line, UTF-8.
        CSV,
        /// Apache Parquet.
        PARQUET,
        /// Arrow IPC, file or stream.
        ARROW,
        /// A table or query of a JDBC source.
        JDBC,
        /// The built-in sample; no bytes are uploaded.
        SAMPLE
    }

    /// Without PAC privacy.
    public RegisterDataset(
            String name,
            Format format,
            Optional<TableSchema> schema,
            Optional<Inference> inference,
            double epsilonCap,
            double deltaCap,
            Optional<Long> rowsPublic,
            Optional<String> jdbcUrl,
            Optional<String> jdbcQuery,
            boolean renewal,
            List<String> measures) {
        this(
                name,
                format,
                schema,
                inference,
                epsilonCap,
                deltaCap,
                rowsPublic,
                jdbcUrl,
                jdbcQuery,
                renewal,
                measures,
                Optional.empty(),
                Optional.empty());
    }

    public RegisterDataset {
        link = link == null ? Optional.empty() : link; // older declarations say nothing
        pac = pac == null ? Optional.empty() : pac;
        schema = schema == null ? Optional.empty() : schema;
        inference = inference == null ? Optional.empty() : inference;
        rowsPublic = rowsPublic == null ? Optional.empty() : rowsPublic;
        jdbcUrl = jdbcUrl == null ? Optional.empty() : jdbcUrl;
        jdbcQuery = jdbcQuery == null ? Optional.empty() : jdbcQuery;
        measures = MeasureName.set(measures == null ? List.of() : measures); // older declarations say nothing
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a dataset's name must be 1 to 64 letters, digits, '_' or '-', got '" + name + "'");
        }
        if (!(epsilonCap > 0 && epsilonCap <= 1e6)) {
            throw new IllegalArgumentException("the epsilon cap must be > 0 and at most 1e6, got " + epsilonCap);
        }
        if (!(deltaCap > 0 && deltaCap < 1)) {
            throw new IllegalArgumentException("the delta cap must be in (0, 1), got " + deltaCap);
        }
        inference.ifPresent(bought -> check(bought, epsilonCap, deltaCap));
        if (link.isPresent()) {
            check(link.get(), name, unit(schema, inference), pac.isPresent());
        }
        if (schema.isPresent()
                && inference.isPresent()
                && !schema.get().unit().equals(inference.get().unit())) {
            throw new IllegalArgumentException("the schema's unit and the inference's must be the same, got '"
                    + schema.get().unit().describe() + "' and '"
                    + inference.get().unit().describe() + "'");
        }
    }

    /// The same declaration without user and password of its JDBC source, which are needed only while the rows are
    /// copied: this is what is stored and compared.
    public RegisterDataset withoutCredentials() {
        return new RegisterDataset(
                name,
                format,
                schema,
                inference,
                epsilonCap,
                deltaCap,
                rowsPublic,
                jdbcUrl.map(JdbcUrl::withoutCredentials),
                jdbcQuery,
                renewal,
                measures,
                pac,
                link);
    }

    /// The same declaration with those terms of PAC privacy.
    public RegisterDataset with(Optional<PacTerms> terms) {
        return new RegisterDataset(
                name,
                format,
                schema,
                inference,
                epsilonCap,
                deltaCap,
                rowsPublic,
                jdbcUrl,
                jdbcQuery,
                renewal,
                measures,
                terms,
                link);
    }

    /// Whom it protects: by its schema, or by what is inferred; empty: a sample's, which nobody declares.
    public Optional<PrivacyUnit> unit() {
        return unit(schema, inference);
    }

    private static Optional<PrivacyUnit> unit(Optional<TableSchema> schema, Optional<Inference> inference) {
        return schema.map(TableSchema::unit).or(() -> inference.map(Inference::unit));
    }

    /// Without source and query, so that no log ever holds a password.
    @Override
    public String toString() {
        return "RegisterDataset[name=" + name + ", format=" + format + "]";
    }

    private static void check(TableLink link, String name, Optional<PrivacyUnit> unit, boolean pac) {
        boolean bounded = unit.isPresent()
                && unit.get() instanceof PrivacyUnit.Person person
                && person.column().equals(link.column());
        if (!bounded) {
            throw new IllegalArgumentException("the unit of a dataset that links by '" + link.column() + "' must be one"
                    + " value of that column, so that its rows are bounded, got '"
                    + unit.map(PrivacyUnit::describe).orElse("none") + "'; declare --unit " + link.column()
                    + " --rows-max M");
        }
        if (pac) {
            throw new IllegalArgumentException(
                    "a dataset that links to another has no PAC cap, because the account of '" + link.parent()
                            + "' pays for what is told of it; leave the cap out, or the link");
        }
        if (link.isTo(name)) {
            throw new IllegalArgumentException("dataset '" + name + "' must link to another dataset, got itself");
        }
    }

    private static void check(Inference bought, double epsilonCap, double deltaCap) {
        if (bought.epsilon() > epsilonCap) {
            throw new IllegalArgumentException("the epsilon of the inference budget must be at most the dataset's cap "
                    + epsilonCap + ", got " + bought.epsilon() + "; nothing was read or charged");
        }
        if (bought.delta() >= deltaCap) {
            throw new IllegalArgumentException("the delta of the inference budget must be below the dataset's "
                    + deltaCap + ", got " + bought.delta() + "; nothing was read or charged");
        }
    }
}
