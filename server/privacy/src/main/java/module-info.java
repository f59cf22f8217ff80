/// The privacy core: noise, accounting, the ledger's arithmetic, and the only way from private to public values.
module org.vitrail.privacy {
    requires static transitive org.jspecify;

    exports org.vitrail.privacy.accounting;
    exports org.vitrail.privacy.accounting.calibration;
    exports org.vitrail.privacy.accounting.composition;
    exports org.vitrail.privacy.accounting.filter;
    exports org.vitrail.privacy.accounting.pld;
    exports org.vitrail.privacy.accounting.price;
    exports org.vitrail.privacy.accounting.rdp;
    exports org.vitrail.privacy.accounting.text;
    exports org.vitrail.privacy.law;
    exports org.vitrail.privacy.ledger;
    exports org.vitrail.privacy.linear;
    exports org.vitrail.privacy.pac;
    exports org.vitrail.privacy.release;
}
