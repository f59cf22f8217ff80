/// What client and server say to each other: records of plain values, validated where they are made.
module org.vitrail.contract {
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires org.yaml.snakeyaml;

    exports org.vitrail.contract;
    exports org.vitrail.contract.certificate;
    exports org.vitrail.contract.dataset;
    exports org.vitrail.contract.governance;
    exports org.vitrail.contract.job;
    exports org.vitrail.contract.pac;
    exports org.vitrail.contract.release;
    exports org.vitrail.contract.schema;
    exports org.vitrail.contract.report;
    exports org.vitrail.contract.session;
    exports org.vitrail.contract.signing;
    exports org.vitrail.contract.synthesis;
    exports org.vitrail.contract.table;
    exports org.vitrail.contract.wire;
    // Jackson reads the records' components by reflection.
    opens org.vitrail.contract;
    opens org.vitrail.contract.certificate;
    opens org.vitrail.contract.dataset;
    opens org.vitrail.contract.governance;
    opens org.vitrail.contract.job;
    opens org.vitrail.contract.pac;
    opens org.vitrail.contract.release;
    opens org.vitrail.contract.report;
    opens org.vitrail.contract.session;
    opens org.vitrail.contract.synthesis;
    opens org.vitrail.contract.table;
    opens org.vitrail.contract.wire;
}
