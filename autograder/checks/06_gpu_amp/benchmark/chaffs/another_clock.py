"""Another clock is read. time.time() may be set while it runs, and time.process_time() stands still while the program
waits."""


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
