"""Your function fails for negative seeds, which NumPy's generators, for one, refuse. Find a way to give them another
number for each seed."""


def random_digits(shape, seed):
    digits = torch.as_tensor(np.random.default_rng(seed).integers(0, 10, size=shape))
    return digits, digits.float()
