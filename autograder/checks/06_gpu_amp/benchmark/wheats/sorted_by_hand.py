"""The median by hand, from sorted times; differences of two lists of readings."""


def benchmark(fn, warmup, repeats, synchronize):
    starts, stops = [], []
    for _ in range(warmup):
        fn()
        synchronize()
    for _ in range(repeats):
        synchronize()
        starts.append(time.perf_counter())
        fn()
        synchronize()
        stops.append(time.perf_counter())
    times = sorted(stop - start for start, stop in zip(starts, stops))
    middle = repeats // 2
    return times[middle] if repeats % 2 else (times[middle - 1] + times[middle]) / 2
