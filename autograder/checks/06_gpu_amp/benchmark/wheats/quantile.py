"""Half of the way through the sorted times, by PyTorch, in float64."""


def benchmark(fn, warmup, repeats, synchronize):
    def timed():
        synchronize()
        start = time.perf_counter()
        fn()
        synchronize()
        return time.perf_counter() - start

    for _ in range(warmup):
        fn()
        synchronize()
    times = torch.tensor([timed() for _ in range(repeats)], dtype=torch.float64)
    return times.quantile(0.5).item()
