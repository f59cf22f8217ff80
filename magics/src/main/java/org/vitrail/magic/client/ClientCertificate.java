package org.vitrail.magic.client;

import java.nio.file.Path;

/// What this notebook shows to a server that asks for a certificate beside the token.
///
/// @param chain PEM
/// @param key PEM, PKCS#8, without a password
public record ClientCertificate(Path chain, Path key) {}
