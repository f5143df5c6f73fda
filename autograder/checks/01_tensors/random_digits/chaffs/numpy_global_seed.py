"""`np.random.seed` seeds the generator that all code using NumPy shares. Draw from a `torch.Generator` that belongs
to this call alone."""


def random_digits(shape, seed):
    np.random.seed(seed % 2**32)
    digits = torch.from_numpy(np.random.randint(0, 10, shape))
    return digits, digits.float()
