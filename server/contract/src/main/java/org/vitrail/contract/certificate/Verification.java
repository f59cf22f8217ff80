package org.vitrail.contract.certificate;

/// What came of looking at a certificate's file. `line` says it in one line that stands alone.
public sealed interface Verification {
    /// The line shown to the user.
    String line();

    /// Nothing was changed since the key's owner signed it.
    ///
    /// @param keyId of the key that signed
    /// @param trusted whether that is the key the caller trusts; false: it was compared with none
    record Valid(Certificate certificate, String keyId, boolean trusted) implements Verification {
        @Override
        public String line() {
            return "valid: release " + certificate.release().id() + ", signed by key " + keyId
                    + (trusted
                            ? ", the key you trust"
                            : ", not compared with a key you trust (--key FILE compares it)");
        }
    }

    /// A certificate, but its signature does not hold, or not by the trusted key.
    record Invalid(String line) implements Verification {}

    /// No certificate at all, or none that this version can read.
    record Unreadable(String line) implements Verification {}
}
