"""The clock is read before the device is waited for, and that is too early: the work has been ordered and not done."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    seconds = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        stop = time.perf_counter()
        synchronize()
        seconds.append(stop - start)
    return statistics.median(seconds)
