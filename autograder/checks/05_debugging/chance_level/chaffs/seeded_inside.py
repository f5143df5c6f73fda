"""The generator is seeded anew in the function, so every call gives the same order. What should decide it?"""


def shuffle(x, y, generator):
    generator.manual_seed(0)
    x = x[torch.randperm(len(x), generator=generator)]
    generator.manual_seed(0)
    y = y[torch.randperm(len(y), generator=generator)]
    return x, y
