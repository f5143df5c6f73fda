"""You measure what an empty measurement takes, and take it off. The time of a call is what lies between its two
readings, all of it."""


def benchmark(fn, warmup, repeats, synchronize):
    def timed(function):
        synchronize()
        start = time.perf_counter()
        function()
        synchronize()
        return time.perf_counter() - start

    for _ in range(warmup):
        fn()
    empty = timed(lambda: None)
    return statistics.median(timed(fn) - empty for _ in range(repeats))
