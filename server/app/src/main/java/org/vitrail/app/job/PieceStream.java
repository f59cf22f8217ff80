package org.vitrail.app.job;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.IntFunction;

/// Pieces by their number, from 0 until there is none, as one stream.
final class PieceStream extends InputStream {
    private final IntFunction<Optional<byte[]>> pieces;
    private byte[] piece = new byte[0];
    private int next;
    private int position;

    PieceStream(IntFunction<Optional<byte[]>> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() {
        return fill() ? piece[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() {
        while (position == piece.length) {
            Optional<byte[]> more = pieces.apply(next);
            if (more.isEmpty()) {
                return false;
            }
            piece = more.get();
            position = 0;
            next++;
        }
        return true;
    }
}
