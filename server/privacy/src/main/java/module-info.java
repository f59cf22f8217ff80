/// The privacy core: noise, accounting, the ledger's arithmetic, and the only way from private to public values.
module org.vitrail.privacy {
    requires static org.jspecify;

    exports org.vitrail.privacy.accounting;
    exports org.vitrail.privacy.law;
    exports org.vitrail.privacy.ledger;
    exports org.vitrail.privacy.release;
}
