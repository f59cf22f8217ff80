package org.vitrail.app.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The newest line of a chain.
///
/// @param place its number, from 1; 0 for an empty chain
/// @param hash SHA-256 in hex, over everything up to it
public record Head(String chain, long place, String hash) {
    /// What is signed: `vitrail-head-1`, chain, place and hash, each on a line of its own, in UTF-8.
    public byte[] message() {
        return ("vitrail-head-1\n" + chain + "\n" + place + "\n" + hash + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hash);
    }

    /// The first hash of a chain: that of its name.
    static Head empty(String chain) {
        byte[] hash = Hashes.of(ByteBuffer.wrap(("vitrail ledger 1\n" + chain).getBytes(StandardCharsets.UTF_8)));
        return new Head(chain, 0, hex(Arrays.copyOf(hash, hash.length)));
    }
}
