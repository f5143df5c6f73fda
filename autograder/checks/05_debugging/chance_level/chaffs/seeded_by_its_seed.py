"""The generator is set back to its first seed, so a second call with the same one gives the same order again."""


def shuffle(x, y, generator):
    generator.manual_seed(generator.initial_seed())
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]
