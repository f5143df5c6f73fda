"""The clock that is read is not `time.perf_counter()`, spelled like this: it is another one, or goes by another name.
time.time() may be set while it runs, and time.process_time() stands still while the program waits."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    seconds = []
    for _ in range(repeats):
        synchronize()
        start = time.time()
        fn()
        synchronize()
        seconds.append(time.time() - start)
    return statistics.median(seconds)
