"""The result is a tensor, and a Python float is asked for. `.item()` makes one of it."""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(repeats):
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        times.append(time.perf_counter() - start)
    return torch.tensor(times, dtype=torch.float64).quantile(0.5)
