/// The mechanisms: each prices a request from public facts, then runs at that price.
module org.vitrail.mechanisms {
    requires static org.jspecify;
    requires static jdk.incubator.vector;
    requires transitive org.vitrail.contract;
    requires transitive org.vitrail.privacy;

    exports org.vitrail.mechanism;
    exports org.vitrail.mechanism.neighbours;
    exports org.vitrail.mechanism.pac;
    exports org.vitrail.mechanism.port;
    exports org.vitrail.mechanism.quality;
    exports org.vitrail.mechanism.schema;
    exports org.vitrail.mechanism.synthesis;
}
