package org.vitrail.magic.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.contract.wire.WireNames;

/// Sends a file by DoPut, one piece a batch: memory stays at one piece whatever the file's size.
final class Upload {
    private Upload() {}

    static byte[] send(
            FlightClient client,
            BufferAllocator allocator,
            FlightDescriptor descriptor,
            InputStream bytes,
            CallOption bearer)
            throws IOException {
        Field field = new Field(WireNames.UPLOAD_COLUMN, FieldType.notNullable(ArrowType.Binary.INSTANCE), null);
        boolean completed = false;
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(field)), allocator);
                SyncPutListener answer = new SyncPutListener()) {
            FlightClient.ClientStreamListener put = client.startPut(descriptor, root, answer, bearer);
            try {
                VarBinaryVector column = (VarBinaryVector) root.getVector(0);
                byte[] piece = bytes.readNBytes(WireNames.UPLOAD_PIECE_BYTES);
                while (piece.length > 0) {
                    column.reset();
                    column.setSafe(0, piece);
                    root.setRowCount(1);
                    put.putNext();
                    piece = bytes.readNBytes(WireNames.UPLOAD_PIECE_BYTES);
                }
                put.completed();
                byte[] view = answer(answer);
                put.getResult();
                completed = true;
                return view;
            } finally {
                if (!completed) {
                    Thread.interrupted();
                    put.error(CallStatus.CANCELLED.toRuntimeException());
                }
            }
        } catch (InterruptedException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted: the upload was given up");
        }
    }

    private static byte[] answer(SyncPutListener listener) throws InterruptedException {
        try (PutResult result = listener.read()) {
            if (result == null) {
                throw CallStatus.INTERNAL
                        .withDescription("the upload was not answered")
                        .toRuntimeException();
            }
            byte[] view = new byte[(int) result.getApplicationMetadata().readableBytes()];
            result.getApplicationMetadata().getBytes(0, view);
            return view;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FlightRuntimeException refused) {
                throw refused;
            }
            throw CallStatus.INTERNAL.withDescription("the upload failed").toRuntimeException();
        }
    }
}
