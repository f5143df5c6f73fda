"""The calls of the warm-up are timed with the others. They are the slow ones."""


def benchmark(fn, warmup, repeats, synchronize):
    seconds = []
    for _ in range(warmup + repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
