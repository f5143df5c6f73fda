"""Every call draws the same random numbers: the generator is set back, or another one gets its seed. A second call with
the same generator is to give another order."""


def shuffle(x, y, generator):
    generator.manual_seed(generator.initial_seed())
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]
