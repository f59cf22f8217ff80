package org.vitrail.mechanism.neighbours;

/// Vectors in one array, one after the other.
final class VectorsInMemory implements Vectors {
    private final float[] rowMajor;
    private final int dimensions;

    VectorsInMemory(float[] rowMajor, int dimensions) {
        if (dimensions < 1 || rowMajor.length % dimensions != 0) {
            throw new IllegalArgumentException("expected dimensions >= 1 that divide the number of floats, got "
                    + dimensions + "; give every vector the same number of coordinates");
        }
        this.rowMajor = rowMajor;
        this.dimensions = dimensions;
    }

    @Override
    public int size() {
        return rowMajor.length / dimensions;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void read(int from, int count, float[] into) {
        System.arraycopy(rowMajor, from * dimensions, into, 0, count * dimensions);
    }
}
