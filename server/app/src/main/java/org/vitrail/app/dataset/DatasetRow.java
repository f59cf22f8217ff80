package org.vitrail.app.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// A registered dataset as the store holds it.
///
/// @param declaration what its owner declared, without credentials of its source
/// @param schema empty while a schema that was paid for has not arrived
/// @param schemaNotes how an inferred schema was paid for and what was left out; empty: all declared
public record DatasetRow(
        String id,
        String project,
        String name,
        String owner,
        String snapshot,
        RegisterDataset declaration,
        Optional<TableSchema> schema,
        List<String> schemaNotes,
        String registeredAt,
        String accountId) {
    public DatasetRow {
        schemaNotes = List.copyOf(schemaNotes);
        declaration = declaration.withoutCredentials(); // the store never holds a source's password
    }

    /// The same dataset with the schema that arrived.
    DatasetRow with(Ingest.Inferred inferred, List<String> notes) {
        return new DatasetRow(
                id,
                project,
                name,
                owner,
                snapshot,
                declaration,
                Optional.of(inferred.schema()),
                notes,
                registeredAt,
                accountId);
    }

    /// The same dataset with those terms of PAC privacy.
    DatasetRow with(PacTerms terms) {
        return new DatasetRow(
                id,
                project,
                name,
                owner,
                snapshot,
                declaration.with(Optional.of(terms)),
                schema,
                schemaNotes,
                registeredAt,
                accountId);
    }

    /// Whether a registration repeats this one's declaration.
    ///
    /// @param pacLater whether two people added the terms of PAC privacy: then it may leave them out
    boolean isRepeatedBy(RegisterDataset request, boolean pacLater) {
        RegisterDataset again = request.withoutCredentials();
        return declaration.equals(again)
                || (pacLater && again.pac().isEmpty() && declaration.equals(again.with(declaration.pac())));
    }

    /// The schema.
    ///
    /// @throws RefusedException if the dataset has none yet
    public TableSchema columns() {
        return schema.orElseThrow(() -> new RefusedException(new Refusal.InvalidRequest("dataset '" + name
                + "' has no schema: its inference did not finish; register it again under the same name with a schema"
                + " or an inference budget")));
    }

    /// Refuses newer rows of another privacy unit, declared or to be inferred, or with a cap in other
    /// measures.
    void requireTermsOf(RegisterDataset newer) {
        if (!newer.measures().equals(declaration.measures())) {
            throw new RefusedException(new Refusal.InvalidRequest("a renewal of dataset '" + name
                    + "' keeps its measures " + declaration.measures() + ", so that the total over time means"
                    + " something, got " + newer.measures() + "; register under another name for others"));
        }
        if (!newer.link().equals(declaration.link())) {
            throw new RefusedException(new Refusal.InvalidRequest("a renewal of dataset '" + name
                    + "' keeps its link '" + linkText(declaration) + "', got '" + linkText(newer)
                    + "'; register under another name for another"));
        }
        Optional<PrivacyUnit> wanted = newer.unit();
        if (wanted.isPresent() && !wanted.equals(unit())) {
            throw new RefusedException(new Refusal.InvalidRequest("a renewal of dataset '" + name
                    + "' keeps its privacy unit '"
                    + unit().map(PrivacyUnit::describe).orElse("")
                    + "', so that the total over time means something; register another unit under another name"));
        }
    }

    private static String linkText(RegisterDataset declared) {
        return declared.link().map(TableLink::describe).orElse("none");
    }

    /// Whether a registration declares the cap that the dataset's account has.
    boolean hasCapOf(RegisterDataset other, AccountRow account) {
        return account.epsilon() == other.epsilonCap()
                && declaration.deltaCap() == other.deltaCap()
                && declaration.measures().equals(other.measures())
                && declaration.pac().equals(other.pac());
    }

    /// What its accounts are kept in.
    public Measures measures() {
        return new Measures(declaration.measures());
    }

    /// What an event takes from its accounts.
    public DpAmount charge(PrivacyEvent event) {
        return measures().charge(event, NeighbouringRelation.ADD_OR_REMOVE_ONE);
    }

    /// Whom it protects, also while its schema has not arrived.
    Optional<PrivacyUnit> unit() {
        return schema.map(TableSchema::unit).or(declaration::unit);
    }

    /// The δ that an inference of categories that nobody listed took, beside the account's.
    public double deltaAside() {
        return declaration.inference().map(Inference::delta).orElse(0.0);
    }

    /// All that a planner may know.
    public PublicFacts facts() {
        return facts(List.of());
    }

    /// The same with the datasets that link to it.
    ///
    /// @param linked parents before children
    public PublicFacts facts(List<DatasetRow> linked) {
        return new PublicFacts(
                columns(),
                declaration.rowsPublic().map(OptionalLong::of).orElseGet(OptionalLong::empty),
                linked.stream().map(DatasetRow::asLinked).toList());
    }

    /// As a table that links to another, which it does.
    public LinkedTable asLinked() {
        return new LinkedTable(name, columns(), declaration.link().orElseThrow());
    }
}
