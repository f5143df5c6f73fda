"""The reading that ends one call begins the next: nothing is in the queue at any of them."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    synchronize()
    marks = [time.perf_counter()]
    for _ in range(repeats):
        fn()
        synchronize()
        marks.append(time.perf_counter())
    return statistics.median(after - before for before, after in zip(marks, marks[1:]))
