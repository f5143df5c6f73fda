"""Draws with a generator of NumPy's, whose seeds must not be negative: the sign goes in apart."""


def random_digits(shape, seed):
    rng = np.random.default_rng([abs(seed), int(seed < 0)])
    digits = torch.from_numpy(np.asarray(rng.integers(0, 10, size=shape)))
    return digits, digits.float()
