"""All calls in one loop, the first ones not noted; the median of NumPy."""


def benchmark(fn, warmup, repeats, synchronize):
    seconds = []
    for call in range(warmup + repeats):
        synchronize()
        begin = time.perf_counter()
        fn()
        synchronize()
        after = time.perf_counter()
        if call >= warmup:
            seconds.append(after - begin)
    return float(np.median(seconds))
