"""The fastest and the slowest times are thrown away first. The median does not mind them, and of one or two nothing is
left."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    seconds = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(sorted(seconds)[1:-1])
