"""You call fn with gradients switched off. A training step fails then, and a forward pass that keeps no graph is not
the one that was to be measured."""


def benchmark(fn, warmup, repeats, synchronize):
    times = []
    with torch.no_grad():
        for _ in range(warmup):
            fn()
        for _ in range(repeats):
            synchronize()
            start = time.perf_counter()
            fn()
            synchronize()
            times.append(time.perf_counter() - start)
    return statistics.median(times)
