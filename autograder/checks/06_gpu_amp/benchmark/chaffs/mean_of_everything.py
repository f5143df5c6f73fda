"""One time for all calls together, divided by their number, is a mean: one slow call spoils it."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    synchronize()
    start = time.perf_counter()
    for _ in range(repeats):
        fn()
    synchronize()
    return (time.perf_counter() - start) / repeats
