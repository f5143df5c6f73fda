"""The result is rounded, to microseconds say: of a short call nothing is left. Whoever prints a number may round it."""


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
    return round(statistics.median(seconds), 6)
