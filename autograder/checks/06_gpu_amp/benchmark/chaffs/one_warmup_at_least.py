"""One call at least is made to warm up, also where none is asked for: warmup may be 0."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(max(1, warmup)):
        fn()
    seconds = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
