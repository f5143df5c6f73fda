"""The device is waited for after each timed call, and not before the first one: what was ordered before is charged to
it."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
        synchronize()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        fn()
        synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
