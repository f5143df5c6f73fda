"""A timer that is a context manager, and NumPy's median as it comes, which is a float, too."""


class Timer:
    def __init__(self, synchronize):
        self.synchronize, self.seconds = synchronize, []

    def __enter__(self):
        self.synchronize()
        self.start = time.perf_counter()

    def __exit__(self, *problem):
        self.synchronize()
        self.seconds.append(time.perf_counter() - self.start)


def benchmark(fn, warmup, repeats, synchronize):
    timer = Timer(synchronize)
    for _ in range(warmup):
        fn()
    while len(timer.seconds) < repeats:
        with timer:
            fn()
    return np.median(timer.seconds)
