/// Algorithms whose output always comes in the same coordinates, so that little noise hides one half of the rows.
module org.vitrail.learning {
    requires static org.jspecify;
    requires transitive org.vitrail.privacy;

    exports org.vitrail.learning;
}
