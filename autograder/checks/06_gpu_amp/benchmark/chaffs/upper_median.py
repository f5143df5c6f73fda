"""For an even number of times there are two in the middle, and you take one of them. The median lies between the
two."""


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
    return sorted(seconds)[len(seconds) // 2]
