"""When the clock is stopped, the call has been ordered and not done: nobody has waited for the device yet."""


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
