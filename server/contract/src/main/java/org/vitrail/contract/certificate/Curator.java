package org.vitrail.contract.certificate;

/// What a registry asks about a publication and no server knows.
///
/// @param name of the entity that publishes
/// @param type which of the registry's kinds of entity it is
/// @param intendedUse in words
/// @param region whom the data describes, or whose laws apply, in words
public record Curator(String name, Type type, String intendedUse, String region) {
    /// The registry's kinds of publishing entities.
    public enum Type {
        /// A public authority.
        GOVERNMENT("Government"),
        /// A company.
        INDUSTRY("Industry"),
        /// Neither.
        NONPROFIT("Nonprofit");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /// As the registry spells it.
        public String word() {
            return word;
        }
    }

    public Curator {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a registry needs the name of who publishes, got an empty one");
        }
    }
}
