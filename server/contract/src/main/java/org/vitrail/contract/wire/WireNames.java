package org.vitrail.contract.wire;

/// The names on the wire that are not actions.
public final class WireNames {
    /// The header that carries `Bearer ` and the token, on every call.
    public static final String AUTHORIZATION_HEADER = "authorization";

    /// Error metadata: the `Refusal` as JSON in UTF-8, beside the status whose description is the refusal's line.
    public static final String REFUSAL_HEADER = "vitrail-refusal-bin";

    /// The one column (Arrow `Binary`) of an upload by DoPut: the file's bytes in order, in pieces of at most
    /// [#UPLOAD_PIECE_BYTES]. The descriptor's command is the `RegisterDataset` as JSON; when all bytes are
    /// there the server answers with one `PutResult` whose metadata is the `DatasetView` as JSON.
    public static final String UPLOAD_COLUMN = "bytes";

    /// The largest piece of an upload, in bytes: 1 MiB.
    public static final int UPLOAD_PIECE_BYTES = 1 << 20;

    private WireNames() {}
}
