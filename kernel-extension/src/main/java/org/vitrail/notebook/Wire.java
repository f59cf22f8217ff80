package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/// Messages of the Jupyter protocol as signed frames.
final class Wire {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;
    private final String session = UUID.randomUUID().toString();

    Wire(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /// A message as received; `parent` is the id of the request that it answers, empty if there is none.
    record Received(String type, String parent, JsonNode content) {
        /// Whether this says that the request is done.
        boolean isIdle() {
            return type.equals("status")
                    && content.path("execution_state").asText().equals("idle");
        }
    }

    /// Sends a request.
    ///
    /// @return its id
    String send(ZMQ.Socket socket, String type, ObjectNode content) throws IOException {
        String id = UUID.randomUUID().toString();
        ObjectNode header = JSON.createObjectNode()
                .put("msg_id", id)
                .put("session", session)
                .put("username", "vitrail")
                .put("date", Instant.now().toString())
                .put("msg_type", type)
                .put("version", "5.3");
        List<byte[]> parts =
                List.of(JSON.writeValueAsBytes(header), bytes("{}"), bytes("{}"), JSON.writeValueAsBytes(content));
        socket.sendMore(DELIMITER);
        socket.sendMore(sign(parts));
        for (int i = 0; i < parts.size() - 1; i++) {
            socket.sendMore(parts.get(i));
        }
        socket.send(parts.getLast());
        return id;
    }

    /// Waits for a message; null if none comes in time.
    ///
    /// @param millis at most this long
    /// @throws IOException if the signature is wrong
    @Nullable
    Received receive(ZMQ.Socket socket, int millis) throws IOException {
        socket.setReceiveTimeOut(Math.max(0, millis));
        byte[] frame = socket.recv();
        if (frame == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add(frame);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        int at = 0;
        while (at < frames.size() && !MessageDigest.isEqual(frames.get(at), DELIMITER)) {
            at++;
        }
        if (frames.size() < at + 6) {
            throw new IOException(
                    "expected a message of 6 frames, got " + (frames.size() - at) + "; restart the kernel");
        }
        List<byte[]> parts = frames.subList(at + 2, at + 6);
        if (!MessageDigest.isEqual(frames.get(at + 1), bytes(sign(parts)))) {
            throw new IOException("invalid signature: the kernel's messages are damaged; restart the kernel");
        }
        JsonNode header = JSON.readTree(parts.get(0));
        JsonNode parent = JSON.readTree(parts.get(1));
        return new Received(
                header.path("msg_type").asText(), parent.path("msg_id").asText(""), JSON.readTree(parts.get(3)));
    }

    private String sign(List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected HmacSHA256 in the JDK", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
