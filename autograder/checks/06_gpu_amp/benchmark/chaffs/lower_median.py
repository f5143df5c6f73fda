"""For an even number of times there are two in the middle, and you take one of them. (So does torch.median.)"""


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
    return torch.tensor(seconds, dtype=torch.float64).median().item()
