"""There is no warm-up: the first calls, which are slow, are timed, or there are too few calls."""


def benchmark(fn, warmup, repeats, synchronize):
    seconds = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
