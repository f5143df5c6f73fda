"""Waits once after the warm-up, and then after each call: the queue is empty when the next one starts."""


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
    seconds.sort()
    middle = repeats // 2
    return seconds[middle] if repeats % 2 else (seconds[middle - 1] + seconds[middle]) / 2
