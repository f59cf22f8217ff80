# One vote histogram for each line on standard input; the answer to each is its seconds. At the end the counts.
import sys
import time

import faiss
import numpy

path, private, synthetic, dimensions, threads = sys.argv[1], *map(int, sys.argv[2:6])
faiss.omp_set_num_threads(threads)
values = numpy.fromfile(path, dtype="<f4").reshape(private + synthetic, dimensions)
rows = numpy.ascontiguousarray(values[:private])
candidates = numpy.ascontiguousarray(values[private:])
print("faiss", faiss.__version__, faiss.get_compile_options().strip(), flush=True)
counts = numpy.zeros(synthetic, dtype=numpy.int64)
for line in sys.stdin:
    start = time.perf_counter()
    index = faiss.IndexFlatL2(dimensions)
    index.add(candidates)
    _, nearest = index.search(rows, 1)
    counts = numpy.bincount(nearest[:, 0], minlength=synthetic)
    print(time.perf_counter() - start, flush=True)
print(" ".join(map(str, counts)), flush=True)
