"""NumPy draws the order, with a generator whose seed, one of 2**63, comes from the generator that is given."""


def shuffle(x, y, generator):
    seed = torch.randint(2**63 - 1, (), generator=generator).item()
    order = torch.from_numpy(np.random.default_rng(seed).permutation(len(x)))
    return x[order], y[order]
