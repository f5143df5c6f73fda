"""You keep readings of the clock in float32. After some days the clock is a large number: how far apart are two
neighbours of it in float32?"""


def benchmark(fn, warmup, repeats, synchronize):
    for _ in range(warmup):
        fn()
    starts, stops = torch.zeros(repeats), torch.zeros(repeats)
    for i in range(repeats):
        synchronize()
        starts[i] = time.perf_counter()
        fn()
        synchronize()
        stops[i] = time.perf_counter()
    return float(np.median((stops - starts).numpy()))
